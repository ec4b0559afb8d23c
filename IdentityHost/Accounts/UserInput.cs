namespace IdentityHost.Accounts;

/// <summary>What people type, made safe to search with.</summary>
internal static class UserInput
{
    public const int MaxName = 200;
    public const int MaxPassword = 512;

    /// <summary>Trimmed and capped; null where nothing is left. Control characters go: databases refuse some of them.</summary>
    public static string? Search(string? text)
    {
        if (text is null)
            return null;
        var clean = new string([.. text.Take(MaxName).Where(c => !char.IsControl(c))]).Trim();
        if (clean.Length > 0 && char.IsHighSurrogate(clean[^1]))
            clean = clean[..^1].TrimEnd();      // the cap fell into a character
        return clean.Length == 0 ? null : clean;
    }

    public static bool IsPlausibleName(string? text) => text is { Length: > 0 and <= MaxName } && !text.Any(char.IsControl);
}
