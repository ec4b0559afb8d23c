using System.Text.Json;

namespace Federation.Tests.FullServerLogout;

/// <summary>What one client was given for one session.</summary>
internal sealed record TokenSet(string Client, string Access, string? Refresh, string Id)
{
    public static TokenSet Of(string client, JsonElement answer) => new(
        client,
        answer.GetProperty("access_token").GetString()!,
        answer.TryGetProperty("refresh_token", out var refresh) ? refresh.GetString() : null,
        answer.GetProperty("id_token").GetString()!);
}
