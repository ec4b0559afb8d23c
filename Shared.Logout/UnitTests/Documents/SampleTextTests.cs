using System.Text.RegularExpressions;

namespace Shared.Logout.UnitTests.Documents;

/// <summary>The C# of the pages is the C# that is compiled and run.</summary>
public sealed partial class SampleTextTests
{
    private const int MostLinesOfAnAdoption = 5;

    [Theory]
    [InlineData("adopting.md")]
    [InlineData("operations.md")]
    public void Each_line_is_a_line_of_the_file_that_the_page_names(string name)
    {
        if (Page.Read(name) is not { } page)
            return;
        var blocks = Block().Matches(page);
        Assert.Equal(Fence().Count(page), blocks.Count);
        Assert.NotEmpty(blocks);
        foreach (var block in blocks.Where(block => block.Groups["file"].Success))
        {
            var compiled = Lines(File.ReadAllText(Path.Combine(Page.Root!, block.Groups["file"].Value))).ToHashSet();
            Assert.All(Lines(block.Groups["code"].Value), line => Assert.Contains(line, compiled));
        }
    }

    [Fact]
    public void Each_way_of_adopting_takes_five_lines_at_most()
    {
        if (Page.Read("adopting.md") is not { } page)
            return;
        var adoptions = Block().Matches(page).Where(block => block.Groups["adoption"].Success).ToList();

        Assert.Equal(4, adoptions.Count);
        Assert.All(adoptions, block => Assert.InRange(Lines(block.Groups["code"].Value).Count(), 1, MostLinesOfAnAdoption));
    }

    [Fact]
    public void Every_option_that_the_page_sets_exists()
    {
        if (Page.Read("adopting.md") is not { } page)
            return;
        var settings = Setting().Matches(page).Select(match => match.Groups["name"].Value).Distinct().ToList();

        Assert.True(settings.Count >= 4, string.Join(", ", settings));
        Assert.All(settings, name => Assert.NotNull(typeof(BackChannelLogoutOptions).GetProperty(name)));
    }

    // Comments and alignment may differ; what the compiler reads may not.
    private static IEnumerable<string> Lines(string code)
        => code.ReplaceLineEndings("\n").Split('\n').Select(line => Comment().Replace(line, "").Trim()).Where(line => line.Length > 0);

    [GeneratedRegex(@"<!-- ((?<adoption>adoption, )?compiled: (?<file>\S+)|text: [^>]+) -->\n```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^```csharp", RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"(^|\s)//.*$")]
    private static partial Regex Comment();

    // As the table of providers writes them: `Option=value`.
    [GeneratedRegex(@"`(?!SameSite)(?<name>[A-Z]\w+)=[^`]+`")]
    private static partial Regex Setting();
}
