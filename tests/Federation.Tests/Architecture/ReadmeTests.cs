using System.Text.RegularExpressions;
using TestSupport;

namespace Federation.Tests.Architecture;

/// <summary>The README's code is ClientA's code, which is compiled and runs in the other tests.</summary>
public sealed partial class ReadmeTests
{
    private const int FirstCodeBefore = 40;

    [Fact]
    public void Each_line_of_the_README_is_a_line_of_the_application_that_it_names()
    {
        var snippets = Snippet().Matches(File.ReadAllText(Repository.PathOf("README.md")));

        Assert.NotEmpty(snippets);
        foreach (Match snippet in snippets)
        {
            var compiled = Lines(File.ReadAllText(Repository.PathOf(snippet.Groups["file"].Value.Split('/')))).ToHashSet();
            Assert.All(Lines(snippet.Groups["code"].Value), line => Assert.Contains(line, compiled));
        }
    }

    [Fact]
    public void All_code_of_the_README_says_where_it_is_compiled()
    {
        var text = File.ReadAllText(Repository.PathOf("README.md"));

        Assert.Equal(CodeBlock().Count(text), Snippet().Count(text));
    }

    [Fact]
    public void The_first_code_comes_early()
    {
        var line = File.ReadLines(Repository.PathOf("README.md")).Select((text, i) => (text, Number: i + 1)).First(line => line.text == "```csharp");

        Assert.InRange(line.Number, 1, FirstCodeBefore - 1);
    }

    // Comments and alignment may differ; what the compiler reads may not.
    private static IEnumerable<string> Lines(string code)
        => code.Split('\n').Select(line => Comment().Replace(line, "").Trim()).Where(line => line.Length > 0);

    [GeneratedRegex(@"<!-- compiled: (?<file>\S+) -->\n```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex("^```csharp", RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"(^|\s)//.*$")]
    private static partial Regex Comment();
}
