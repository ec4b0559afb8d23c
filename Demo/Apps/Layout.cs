namespace Demo.Apps;

/// <summary>Where sources and built applications are, seen from Demo's own assembly: the others are built beside it in the same way.</summary>
internal sealed class Layout
{
    private readonly string _root;
    private readonly string _output;

    public Layout(string? dataDirectory)
    {
        var binaries = new DirectoryInfo(AppContext.BaseDirectory);
        var bin = binaries;
        while (bin is not null && bin.Name != "bin")
            bin = bin.Parent;
        var demo = bin?.Parent ?? throw new InvalidOperationException(
            $"Demo runs from {binaries.FullName}, which is not the bin folder of its project. Start it with 'dotnet run --project Demo'.");
        _root = demo.Parent!.FullName;
        _output = Path.GetRelativePath(demo.FullName, binaries.FullName);
        DataDirectory = dataDirectory ?? Path.Combine(demo.FullName, "App_Data");
    }

    public string DataDirectory { get; }

    public string ContentRoot(string project) => Path.Combine(_root, project);

    public string Assembly(string project) => Path.Combine(_root, project, _output, $"{project}.dll");
}
