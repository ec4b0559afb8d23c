namespace TestSupport;

/// <summary>An empty directory that is gone after the test.</summary>
public sealed class TempDirectory : IDisposable
{
    public TempDirectory() => Path = Directory.CreateTempSubdirectory("sso-test-").FullName;

    public string Path { get; }

    /// <summary>A path below this directory. The file or directory is not made.</summary>
    public string Of(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The test removed it: that is what was wanted.
        }
        catch (IOException)
        {
            // A process that was just killed may still be letting go of a file. The system's temporary folder is cleaned anyway.
        }
    }
}
