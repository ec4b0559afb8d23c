using System.Text.RegularExpressions;
using TestSupport;

namespace Federation.Tests.Architecture;

/// <summary>Rules for every file of the project.</summary>
public sealed partial class FileTests
{
    private const int MaxLines = 250, MaxTestLines = 300;

    [Fact]
    public void No_source_file_is_long()
    {
        var tooLong = SourceFiles.All("*.cs")
            .Select(file => (Name: SourceFiles.Name(file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > (file.Name.Contains("Tests/", StringComparison.Ordinal) ? MaxTestLines : MaxLines))
            .Select(file => $"{file.Name}: {file.Lines} lines");

        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_file_names_a_directory_of_somebodys_machine_or_a_package_registry()
    {
        var found = SourceFiles.All()
            .Where(file => Path.GetExtension(file) is ".cs" or ".md" or ".json" or ".csproj" or ".props" or ".targets" or ".sh" or ".yml" or ".cshtml" or ".js" or ".config")
            // A lock file states where each package came from; that is its purpose, and there it names the public registry.
            .Where(file => Path.GetFileName(file) is not "package-lock.json")
            .Where(file => SourceFiles.Name(file) != "tests/Federation.Tests/Architecture/FileTests.cs")
            .SelectMany(file => File.ReadLines(file).Select((text, i) => (Where: $"{SourceFiles.Name(file)}:{i + 1}", text)))
            .Where(line => Forbidden().IsMatch(line.text))
            .Select(line => $"{line.Where}: {line.text.Trim()}");

        Assert.Empty(found);
    }

    [Fact]
    public void A_package_lock_file_names_no_registry()
        => Assert.DoesNotContain(
            SourceFiles.All("package-lock.json").SelectMany(file => File.ReadLines(file)),
            line => line.Contains("\"resolved\"", StringComparison.Ordinal));

    [Fact]
    public void Every_link_between_documents_leads_somewhere()
    {
        var broken =
            from file in SourceFiles.All("*.md")
            from Match link in Link().Matches(File.ReadAllText(file))
            let target = link.Groups[1].Value
            where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
            let path = Path.Combine(Path.GetDirectoryName(file)!, target)
            where !File.Exists(path) && !Directory.Exists(path)
            select $"{SourceFiles.Name(file)} -> {target}";

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_picture_is_shown_in_a_document_and_every_picture_that_is_shown_is_there()
    {
        var shown =
            from file in SourceFiles.All("*.md")
            from Match picture in Picture().Matches(File.ReadAllText(file))
            select Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, picture.Groups["file"].Value));

        Assert.Equal(Directory.EnumerateFiles(Repository.PathOf("docs", "images")).Order(StringComparer.Ordinal), shown.Distinct().Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\b(?:src|srcset)=""(?<file>[^"":]+\.(?:png|svg))""|!\[[^\]]*\]\((?<file>[^):]+)\)")]
    private static partial Regex Picture();

    [GeneratedRegex(@"(?<![\w.])/(work|home|Users|root)/[\w.-]+|[A-Z]:\\Users\\|//[\w.-]*(nuget|npm|artifactory|pkgs)[\w.-]*/")]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"\]\(([^)#\s]+)[^)]*\)")]
    private static partial Regex Link();
}
