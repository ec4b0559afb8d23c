using IdentityHost.Configuration;

namespace IdentityHost.Delivery;

/// <summary>What it takes to tell a client: kept in the database, because a client that left the configuration must still be told.</summary>
internal sealed record ClientTarget(
    string ClientId, string? BackChannelLogoutUri, string Algorithm, LogoutTokenSubject Subject, int SessionLifetime)
{
    public static ClientTarget Of(Client client) => new(
        client.ClientId, client.BackChannelLogoutUri, client.IdTokenSignedResponseAlg,
        client.BackChannelLogoutSessionRequired && client.LogoutTokenSubject is LogoutTokenSubject.SubOnly ? LogoutTokenSubject.SidAndSub : client.LogoutTokenSubject,
        client.SessionLifetime);
}
