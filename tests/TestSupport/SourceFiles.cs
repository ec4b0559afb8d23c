namespace TestSupport;

/// <summary>The project's own files, without what builds and runs leave behind.</summary>
public static class SourceFiles
{
    private static readonly HashSet<string> NotOurs = ["bin", "obj", ".git", "node_modules", "App_Data", "TestResults", "artifacts"];

    public static IEnumerable<string> All(string pattern = "*", string folder = "")
        => Below(new DirectoryInfo(Repository.PathOf(folder)), pattern).Select(file => file.FullName);

    /// <summary>As a reader names it: below the root, with slashes.</summary>
    public static string Name(string file) => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');

    private static IEnumerable<FileInfo> Below(DirectoryInfo directory, string pattern)
        => directory.EnumerateFiles(pattern)
            .Where(file => file.Name != ".git")
            .Concat(directory.EnumerateDirectories().Where(child => !NotOurs.Contains(child.Name)).SelectMany(child => Below(child, pattern)));
}
