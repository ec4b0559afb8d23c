using System.Text.Json;

namespace IdentityHost.Provider.Tokens;

/// <summary>The claims of a token whose signature and issuer are right.</summary>
internal sealed class OwnToken(JsonElement claims)
{
    public string? this[string claim] => Text(claims, claim);

    public long? Seconds(string claim)
        => claims.TryGetProperty(claim, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) ? seconds : null;

    /// <summary>One string or an array of strings.</summary>
    public IReadOnlyList<string> Many(string claim)
    {
        if (!claims.TryGetProperty(claim, out var value))
            return [];
        return value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Array => [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
            _ => [],
        };
    }

    // We verified our own signature before anybody reads a claim, so the text is UTF-8; the header comes from a stranger.
    public static string? Text(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)   // not UTF-8, or half a surrogate pair: the getter's way to say it
        {
            return null;
        }
    }
}
