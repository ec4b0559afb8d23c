using IdentityHost.Configuration;

namespace IdentityHost.Accounts.SignOut;

/// <summary>The addresses that a browser must load so that front-channel clients sign out (OpenID Connect Front-Channel Logout 1.0).</summary>
internal static class FrontChannel
{
    public static IReadOnlyList<string> Addresses(IEnumerable<string> participants, IClientDirectory clients, string issuer, string sid)
        => [.. participants
            .Select(clients.Find)       // disabled ones, too: their cookies are alive
            .Select(client => client?.FrontChannelLogoutUri)
            .OfType<string>()
            .Where(address => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            .Select(address => WithSession(address, issuer, sid))];

    // FCL 2: iss and sid, both or neither. Both also for clients that do not require them: a handler that knows its sid refuses a request without.
    private static string WithSession(string address, string issuer, string sid)
    {
        var hash = address.IndexOf('#', StringComparison.Ordinal);
        var bare = hash < 0 ? address : address[..hash];
        var separator = bare.Contains('?', StringComparison.Ordinal) ? bare[^1] is '?' or '&' ? "" : "&" : "?";
        return $"{bare}{separator}iss={Uri.EscapeDataString(issuer)}&sid={Uri.EscapeDataString(sid)}";
    }
}
