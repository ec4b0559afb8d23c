namespace TestSupport;

/// <summary>Where the sources and the built applications are.</summary>
public static class Repository
{
    private const string Solution = "SingleSignOut.sln";

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The built application, in the configuration in which the running test was built.</summary>
    public static string AssemblyOf(string project)
    {
        var output = Path.GetRelativePath(Root, AppContext.BaseDirectory);
        var tail = output[output.IndexOf($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)..];
        var assembly = Path.Combine(Root, project + tail, $"{Path.GetFileName(project)}.dll");
        return File.Exists(assembly) ? assembly : throw new FileNotFoundException($"{project} is not built: {assembly} is missing.");
    }

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, Solution)))
                return directory.FullName;
        }

        throw new DirectoryNotFoundException($"No {Solution} above {AppContext.BaseDirectory}.");
    }
}
