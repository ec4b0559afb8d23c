namespace IdentityHost.Tests.Core;

/// <summary>Configuration of the core's tests, for hosts in this process and for real ones.</summary>
internal static class CoreSettings
{
    public const string Issuer = "http://idp.test";

    public static IEnumerable<KeyValuePair<string, string>> All(string sink, string directory, string? database)
    {
        yield return new("Issuer", Issuer);
        yield return new("AllowHttp", "true");
        yield return new("DataDirectory", directory);
        yield return new("Delivery:AllowedPrivateTargets:0", "127.0.0.0/8");
        yield return new("Delivery:AttemptTimeout", "00:00:30");     // on a busy machine an answer may take its time, and is one attempt all the same
        if (database is not null)
            yield return new("ConnectionStrings:Identity", database);
        for (var i = 0; i < CoreHost.Clients; i++)
        {
            var id = CoreHost.Client(i);
            yield return new($"Clients:{id}:ClientId", id);
            yield return new($"Clients:{id}:ClientName", $"Client {i}");
            yield return new($"Clients:{id}:ClientSecrets:0", "secret");
            yield return new($"Clients:{id}:RedirectUris:0", $"https://{id}.test/cb");
            yield return new($"Clients:{id}:BackChannelLogoutUri", $"{sink}/{id}/logout?keep=1");
        }
        yield return new("Clients:c01:IdTokenSignedResponseAlg", "ES256");
        yield return new("Clients:c02:LogoutTokenSubject", "SidOnly");
        yield return new("Clients:c03:LogoutTokenSubject", "SubOnly");
        yield return new("Clients:c03:BackChannelLogoutSessionRequired", "false");
        yield return new("Clients:mute:ClientId", "mute");
        yield return new("Clients:mute:ClientSecrets:0", "secret");
        yield return new("Clients:off:ClientId", "off");
        yield return new("Clients:off:ClientSecrets:0", "secret");
        yield return new("Clients:off:Enabled", "false");
        yield return new("Clients:off:BackChannelLogoutUri", $"{sink}/off/logout");
    }
}
