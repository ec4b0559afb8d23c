namespace Shared.Logout.UnitTests.Documents;

/// <summary>A page of the repository's documentation. Where this folder was copied out alone there is none, and nothing to keep.</summary>
internal static class Page
{
    public static string? Root { get; } = FindRoot();

    /// <summary>The text, or null outside the repository. Inside it, a missing page is an error.</summary>
    public static string? Read(string name) => Root is null ? null : File.ReadAllText(Path.Combine(Root, "docs", name)).ReplaceLineEndings("\n");

    /// <summary>The cells of the table rows of a part of the page, without the code quotes.</summary>
    public static IEnumerable<string[]> Rows(string text)
        => text.Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Split('|')[1..^1].Select(cell => cell.Trim().Trim('`')).ToArray());

    /// <summary>What stands between a heading and the next one of the same rank.</summary>
    public static string Section(string page, string heading)
    {
        var start = page.IndexOf($"\n{heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"There is no heading '{heading}'.");
        var rank = heading[..(heading.IndexOf(' ', StringComparison.Ordinal) + 1)];
        var end = page.IndexOf($"\n{rank}", start + heading.Length, StringComparison.Ordinal);
        return end < 0 ? page[start..] : page[start..end];
    }

    private static string? FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SingleSignOut.sln")))
                return folder.FullName;
        }

        return null;
    }
}
