using IdentityHost.Sessions;

namespace IdentityHost.Api;

/// <summary>A session, as the API shows it.</summary>
internal sealed record SessionView(
    string Sid, string Sub, DateTimeOffset CreatedAt, DateTimeOffset AuthTime, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, string Amr, string? UserAgent,
    string? Origin, IReadOnlyList<string> Clients)
{
    public static SessionView Of(ProviderSession session, IEnumerable<string> clients) => new(
        session.Sid, session.Sub, session.CreatedAt, session.AuthTime, session.LastSeenAt, session.ExpiresAt, session.Amr, session.UserAgent, session.Origin,
        [.. clients.Order(StringComparer.Ordinal)]);
}
