namespace IdentityHost.Tests.Provider;

/// <summary>Clients, APIs and people of the tests, as configuration.</summary>
internal static class Registrations
{
    public static IEnumerable<KeyValuePair<string, string>> All =>
    [
        .. Client("web", secret: "web-secret", ("AccessTokenType", "Reference"), ("AllowOfflineAccess", "true"),
            ("RedirectUris:1", "https://web.test/cb?tenant=a"), ("PostLogoutRedirectUris:1", "https://web.test/bye?keep=1")),
        .. Client("jwt", secret: "jwt secret+%/ü", ("AllowOfflineAccess", "true"), ("AllowedScopes:5", "billing")),
        .. Client("es", secret: "sha256:" + Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData("es-secret"u8)), ("IdTokenSignedResponseAlg", "ES256")),
        .. Client("spa", secret: null, ("AllowOfflineAccess", "true"), ("AllowedCorsOrigins:0", "https://spa.test")),
        .. Client("lax", secret: "lax-secret", ("RequirePkce", "false")),
        .. Client("forever", secret: "forever-secret", ("AccessTokenType", "Reference"), ("AllowOfflineAccess", "true"), ("CoordinateLifetimeWithUserSession", "false")),
        .. Client("off", secret: "off-secret", ("Enabled", "false")),
        .. Client("online", secret: "online-secret"),
        .. Client("script", secret: "script-secret", ("AllowedGrantTypes:0", "client_credentials")),
        .. Client("script-ref", secret: "script-ref-secret", ("AllowedGrantTypes:0", "client_credentials"), ("AccessTokenType", "Reference")),
        new("ApiResources:orders:Name", "orders"), new("ApiResources:orders:ApiSecrets:0", "orders-secret"),
        new("ApiResources:orders:Scopes:0", "orders.read"), new("ApiResources:orders:UserClaims:0", "role"),
        new("ApiResources:billing:Name", "billing"), new("ApiResources:billing:ApiSecrets:0", "billing-secret"),
        new("ApiResources:billing:Scopes:0", "billing"),
        .. User("alice", ProviderHost.Alice, "admin", "auditor"),
        .. User("bob", ProviderHost.Bob),
    ];

    /// <summary>Clients that hear of a logout, at a server of the test.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Listeners(string address) =>
    [
        new("AllowHttp", "true"), new("Delivery:AllowedPrivateTargets:0", "127.0.0.1"),
        .. Client("told", secret: "told-secret", ("AllowOfflineAccess", "true"), ("BackChannelLogoutUri", $"{address}/logout?client=told")),
        .. Client("told-es", secret: "told-es-secret", ("BackChannelLogoutUri", $"{address}/logout?client=told-es"), ("IdTokenSignedResponseAlg", "ES256")),
        .. Client("told-any", secret: "told-any-secret", ("BackChannelLogoutUri", $"{address}/logout?client=told-any"), ("BackChannelLogoutSessionRequired", "false")),
        .. Client("front", secret: "front-secret", ("FrontChannelLogoutUri", "https://front.test/out?keep=1")),
        .. Client("both", secret: "both-secret", ("BackChannelLogoutUri", $"{address}/logout?client=both"), ("FrontChannelLogoutUri", "https://both.test/out")),
    ];

    private static IEnumerable<KeyValuePair<string, string>> Client(string id, string? secret, params (string Name, string Value)[] more)
    {
        var at = $"Clients:{id}";
        yield return new($"{at}:ClientId", id);
        yield return new($"{at}:ClientName", $"The {id} application");
        yield return new($"{at}:RedirectUris:0", $"https://{id}.test/cb");
        yield return new($"{at}:PostLogoutRedirectUris:0", $"https://{id}.test/bye");
        string[] scopes = ["openid", "profile", "email", "roles", "orders.read"];
        for (var i = 0; i < scopes.Length; i++)
            yield return new($"{at}:AllowedScopes:{i}", scopes[i]);
        if (secret is null)
            yield return new($"{at}:RequireClientSecret", "false");
        else
            yield return new($"{at}:ClientSecrets:0", secret);
        foreach (var (name, value) in more)
            yield return new($"{at}:{name}", value);
    }

    private static IEnumerable<KeyValuePair<string, string>> User(string name, string sub, params string[] roles)
    {
        yield return new($"Users:{name}:Username", name);
        yield return new($"Users:{name}:Password", name + "-password");
        yield return new($"Users:{name}:SubjectId", sub);
        yield return new($"Users:{name}:Name", name.ToUpperInvariant());
        yield return new($"Users:{name}:Email", $"{name}@example.test");
        for (var i = 0; i < roles.Length; i++)
            yield return new($"Users:{name}:Roles:{i}", roles[i]);
    }
}
