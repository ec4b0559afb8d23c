namespace IdentityHost.Data;

internal static class SqlPattern
{
    /// <summary>For <c>LIKE ... ESCAPE '\'</c>: what a person typed matches itself only.</summary>
    public static string StartsWith(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal) + "%";
}
