using System.Buffers.Text;
using System.Text.Json;

namespace Shared.Logout.Sessions;

/// <summary>Tells refresh tokens of the session from those that are meant to outlive it.</summary>
internal static class GrantedScope
{
    /// <summary>
    /// Whether the grant is known to lack <c>offline_access</c>: by the saved <c>scope</c>, or by the access token where that is readable. Not known
    /// counts as offline, because providers that keep scopes to themselves hand out refresh tokens for nothing else.
    /// </summary>
    public static bool IsOnline(string? savedScope, string? accessToken)
        => (savedScope?.Split(' ') ?? FromAccessToken(accessToken)) is { } scopes && !scopes.Contains("offline_access");

    private static string[]? FromAccessToken(string? accessToken)
    {
        if (accessToken?.Split('.') is not [_, var payload, _])
            return null;
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return json.RootElement.TryGetProperty("scope", out var scope) || json.RootElement.TryGetProperty("scp", out scope)
                ? scope.ValueKind is JsonValueKind.Array ? [.. scope.EnumerateArray().Select(s => s.GetString() ?? "")] : scope.GetString()?.Split(' ')
                : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return null;   // opaque, though it has two dots
        }
    }
}
