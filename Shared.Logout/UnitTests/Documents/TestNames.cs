using System.Text.RegularExpressions;

namespace Shared.Logout.UnitTests.Documents;

/// <summary>The tests of the whole repository, from their source: those of other projects are not loaded here.</summary>
internal static partial class TestNames
{
    private static readonly Lazy<HashSet<string>> s_names = new(Read);

    /// <summary>Whether some project has this test. Without a class, in any.</summary>
    public static bool Contain(string className, string method) => s_names.Value.Contains($"{className}.{method}");

    private static HashSet<string> Read()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in (string[])["tests", Path.Combine("Shared.Logout", "UnitTests")])
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Page.Root!, folder), "*.cs", SearchOption.AllDirectories))
            {
                foreach (Match method in TestMethod().Matches(File.ReadAllText(file)))
                {
                    names.Add($"{Path.GetFileNameWithoutExtension(file)}.{method.Groups[1].Value}");
                    names.Add($".{method.Groups[1].Value}");
                }
            }
        }

        return names;
    }

    // A sentence with underscores, as every test here is called.
    [GeneratedRegex(@"^    public (?:async )?(?:Task|void) (\w+_\w+)\(", RegexOptions.Multiline)]
    private static partial Regex TestMethod();
}
