namespace IdentityHost.Configuration;

/// <summary>The faults of one client's registration, each a sentence that says what to change.</summary>
internal sealed class ClientRules(UriRules uris, IReadOnlySet<string> scopes)
{
    private static readonly string[] _grantTypes = ["authorization_code", "refresh_token", "client_credentials"];
    private static readonly string[] _algorithms = ["RS256", "ES256"];

    public IEnumerable<string> Check(Client client)
    {
        var at = $"Client '{client.ClientId}'";
        return [.. Credentials(at, client), .. Addresses(at, client), .. FrontChannel(at, client), .. Values(at, client)];
    }

    private static IEnumerable<string> Credentials(string at, Client client)
    {
        if (client.RequireClientSecret && !client.ClientSecrets.Any(secret => secret.Length > 0))
            yield return $"{at} has no ClientSecrets, so it could never redeem a code. Add one, or set RequireClientSecret to false for a browser or native application.";
        if (!client.RequireClientSecret && !client.RequirePkce)
            yield return $"{at} needs neither a secret nor PKCE: anybody who sees a code could use it. Set RequirePkce to true.";
        foreach (var grant in client.AllowedGrantTypes.Where(grant => !_grantTypes.Contains(grant)))
            yield return $"{at} has AllowedGrantTypes '{grant}', which this provider does not have. Use one of {string.Join(", ", _grantTypes)}.";
        if (client.AllowedGrantTypes.Contains("client_credentials") && !client.RequireClientSecret)
            yield return $"{at} may use client_credentials without a secret: anybody could act for it. Set RequireClientSecret to true, or remove the grant type.";
        if (client.ClientSecrets.Any(secret => secret.StartsWith("sha256:", StringComparison.Ordinal) && !IsSha256(secret)))
            yield return $"{at} has a secret that begins with 'sha256:' and does not go on with 32 bytes of base64. Hash the secret again, or give it in clear.";
    }

    private IEnumerable<string> Addresses(string at, Client client)
    {
        foreach (var uri in client.RedirectUris)
            if (uris.RedirectFault(uri) is { } fault)
                yield return $"{at} has RedirectUris '{uri}', {fault}";
        foreach (var uri in client.PostLogoutRedirectUris)
            if (uris.RedirectFault(uri) is { } fault)
                yield return $"{at} has PostLogoutRedirectUris '{uri}', {fault}";
        if (client.BackChannelLogoutUri is { } backChannel && uris.Fault(backChannel) is { } refused)
            yield return $"{at} has BackChannelLogoutUri '{backChannel}', {refused}";
        foreach (var origin in client.AllowedCorsOrigins)
            if (uris.Fault(origin) is not null || UriRules.Origin(origin) != origin)
                yield return $"{at} has AllowedCorsOrigins '{origin}', which is not an origin. Write scheme, host and port only, like https://app.example.com.";
    }

    private IEnumerable<string> FrontChannel(string at, Client client)
    {
        if (client.FrontChannelLogoutUri is not { } uri)
            yield break;
        if (uris.Fault(uri) is { } fault)
            yield return $"{at} has FrontChannelLogoutUri '{uri}', {fault}";
        // Front-Channel Logout 2: scheme, host and port are those of a registered redirect address.
        else if (!client.RedirectUris.Any(redirect => Uri.TryCreate(redirect, UriKind.Absolute, out _) && UriRules.Origin(redirect) == UriRules.Origin(uri)))
            yield return $"{at} has FrontChannelLogoutUri '{uri}' on another origin than every one of its RedirectUris. Use the origin of a redirect address.";
    }

    private IEnumerable<string> Values(string at, Client client)
    {
        foreach (var scope in client.AllowedScopes.Where(scope => !scopes.Contains(scope)))
            yield return $"{at} has AllowedScopes '{scope}', which no ApiResources entry lists. Add it to an API's Scopes, or remove it.";
        if (!_algorithms.Contains(client.IdTokenSignedResponseAlg))
            yield return $"{at} has IdTokenSignedResponseAlg '{client.IdTokenSignedResponseAlg}'. Use RS256 or ES256.";
        if (client.BackChannelLogoutSessionRequired && client.LogoutTokenSubject is LogoutTokenSubject.SubOnly)
            yield return $"{at} has BackChannelLogoutSessionRequired and LogoutTokenSubject SubOnly, which contradict each other. Set the first to false, or use SidAndSub.";
        // Grants are cleaned up after 30 days; a token that outlives its grant would be found dead.
        if (client.AccessTokenLifetime > 2_592_000)
            yield return $"{at} has AccessTokenLifetime {client.AccessTokenLifetime}: more than 30 days (2592000) is not supported. Use refresh tokens for longer access.";
        foreach (var (setting, seconds) in Lifetimes(client).Where(lifetime => lifetime.Seconds <= 0))
            yield return $"{at} has {setting} {seconds}; it must be a positive number of seconds.";
    }

    private static IEnumerable<(string Setting, int Seconds)> Lifetimes(Client client) =>
    [
        (nameof(client.AccessTokenLifetime), client.AccessTokenLifetime), (nameof(client.IdentityTokenLifetime), client.IdentityTokenLifetime),
        (nameof(client.AuthorizationCodeLifetime), client.AuthorizationCodeLifetime), (nameof(client.SessionLifetime), client.SessionLifetime),
        (nameof(client.AbsoluteRefreshTokenLifetime), client.AbsoluteRefreshTokenLifetime),
        (nameof(client.SlidingRefreshTokenLifetime), client.SlidingRefreshTokenLifetime),
    ];

    private static bool IsSha256(string secret)
    {
        Span<byte> hash = stackalloc byte[64];
        return Convert.TryFromBase64String(secret["sha256:".Length..], hash, out var written) && written == 32;
    }
}
