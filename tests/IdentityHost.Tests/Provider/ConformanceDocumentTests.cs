using System.Reflection;
using System.Text.RegularExpressions;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>docs/conformance.md and the tests cannot drift apart: every row of our sections is there once, and every test that it names exists.</summary>
public sealed partial class ConformanceDocumentTests
{
    private static readonly List<(string Row, string Text)> Rows = [.. File.ReadAllLines(Repository.PathOf("docs", "conformance.md"))
        .Select(line => RowLine().Match(line)).Where(match => match.Success).Select(match => (match.Groups[1].Value, match.Groups[2].Value))];

    private static readonly HashSet<string> Tests = [.. typeof(ConformanceDocumentTests).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(method => method.GetCustomAttributes<FactAttribute>(inherit: true).Any()).Select(method => $"{type.Name}.{method.Name}"))];

    /// <summary>Of the other test projects, by their source: each file is one class.</summary>
    private static readonly HashSet<string> Others = [.. ((string[])["Clients.Tests", "Federation.Tests", "Shared.OpenIdConnect.Tests"])
        .SelectMany(project => Directory.GetFiles(Repository.PathOf("tests", project), "*Tests.cs", SearchOption.AllDirectories))
        .SelectMany(file => Method().Matches(File.ReadAllText(file)).Select(match => $"{Path.GetFileNameWithoutExtension(file)}.{match.Groups[1].Value}"))];

    public static TheoryData<string> Ours()
        => [.. Range('C', 1, 41), .. Range('C', 79, 122), .. Range('D', 1, 88)];

    [Theory]
    [MemberData(nameof(Ours))]
    public void Every_row_of_the_protocol_names_a_test_or_a_decision(string row)
    {
        var (_, text) = Assert.Single(Rows, each => each.Row == row);
        var named = TestName().Matches(text).Select(match => match.Groups[1].Value).ToList();
        Assert.All(named, name => Assert.True(Tests.Contains(name) || Others.Contains(name), name));
        Assert.True(named.Count > 0 || text.StartsWith("Decision: ", StringComparison.Ordinal), text);
    }

    private static IEnumerable<string> Range(char table, int from, int to) => Enumerable.Range(from, to - from + 1).Select(number => $"{table}-{number:000}");

    [GeneratedRegex(@"^\| ([CD]-\d{3}) \| .* \| ([^|]*) \|$")]
    private static partial Regex RowLine();

    [GeneratedRegex(@"`(\w+(?:Tests|Contract)\.\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\[(?:Fact|Theory)[^\n]*\n(?:\s*(?:\[|//)[^\n]*\n)*\s*public (?:async )?(?:Task|void) (\w+)\(")]
    private static partial Regex Method();
}
