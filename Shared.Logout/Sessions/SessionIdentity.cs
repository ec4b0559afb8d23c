using Shared.Logout.Configuration;
using Shared.Logout.Tokens;

namespace Shared.Logout.Sessions;

/// <summary>Turns what a ticket tells into the keys under which a logout would meet it.</summary>
internal sealed class SessionIdentity(ProviderKeysCatalog providers)
{
    /// <summary>Null where the issuer is not known yet.</summary>
    public async ValueTask<SessionStamp?> ResolveAsync(
        IReadOnlyList<LogoutRegistration> candidates, SessionEvidence evidence, long startedAt, CancellationToken cancellationToken)
    {
        var registration = await ChooseAsync(candidates, evidence, cancellationToken);
        // An issuer that the ticket names is taken as it is: should it be a stranger's, no logout of ours can meet its keys.
        var issuer = evidence.Issuer ?? await IssuerOfAsync(registration, cancellationToken);
        return issuer is null ? null : Keys(issuer, registration.ClientId, evidence, startedAt);
    }

    public static SessionStamp Keys(string issuer, string clientId, SessionEvidence evidence, long startedAt)
    {
        var (sid, sub) = (evidence.SessionId, evidence.Subject);
        var first = sid is not null ? SessionKeys.Session(issuer, clientId, sid)
            : sub is not null ? SessionKeys.SubjectWithoutSession(issuer, clientId, sub) : default;
        return new SessionStamp(
            first,
            sid is not null && sub is not null ? SessionKeys.SessionOfSubject(issuer, clientId, sid, sub) : default,
            sub is not null ? SessionKeys.Subject(issuer, clientId, sub) : default,
            startedAt);
    }

    // Several providers may sign in to one cookie. The client id decides where it can, because it is part of every key.
    private async ValueTask<LogoutRegistration> ChooseAsync(
        IReadOnlyList<LogoutRegistration> candidates, SessionEvidence evidence, CancellationToken cancellationToken)
    {
        if (candidates.Count == 1)
            return candidates[0];
        var addressed = candidates.Where(candidate => evidence.Audiences.Contains(candidate.ClientId)).ToList();
        if (addressed.Count > 0)
            candidates = addressed;
        foreach (var candidate in candidates)
        {
            if (evidence.Issuer is not null && await IssuerOfAsync(candidate, cancellationToken) == evidence.Issuer)
                return candidate;
        }

        return candidates[0];
    }

    /// <summary>The exact issuer; null while the provider is out of reach and was never heard of.</summary>
    public async ValueTask<string?> IssuerOfAsync(LogoutRegistration registration, CancellationToken cancellationToken)
        => providers.For(registration) is var provider && provider.KnownIssuer is { } known
            ? known
            : (await provider.GetAsync(cancellationToken))?.Metadata.Issuer;
}
