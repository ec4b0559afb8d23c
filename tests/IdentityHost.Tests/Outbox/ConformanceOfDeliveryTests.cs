using System.Reflection;
using System.Text.RegularExpressions;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.Outbox;

/// <summary>Rows C-042 to C-078 of docs/conformance.md name tests that exist.</summary>
public sealed partial class ConformanceOfDeliveryTests
{
    private static readonly HashSet<string> _tests = [.. typeof(ConformanceOfDeliveryTests).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(method => method.GetCustomAttributes<FactAttribute>(inherit: true).Any()).Select(method => $"{type.Name}.{method.Name}"))];

    [Fact]
    public void Every_row_about_who_is_told_and_how_names_a_test_that_exists()
    {
        var rows = File.ReadAllLines(Repository.PathOf("docs", "conformance.md")).ToLookup(line => line.Length > 7 ? line[2..7] : "");
        for (var number = 42; number <= 78; number++)
        {
            var row = Assert.Single(rows[$"C-{number:000}"]);
            var named = TestName().Matches(row).Select(match => match.Groups[1].Value).ToList();
            Assert.True(named.Count > 0, row);
            Assert.All(named, name => Assert.Contains(name, _tests));
        }
    }

    [GeneratedRegex(@"`(\w+(?:Tests|Contract)\.\w+)`")]
    private static partial Regex TestName();
}
