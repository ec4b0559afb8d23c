using Duende.IdentityServer.Services;

using IdentityHost.EndSession;
using IdentityHost.Sessions;

using EngineSession = Duende.IdentityServer.Models.UserSession;

namespace IdentityHost.Provider.Duende.Sessions;

/// <summary>However IdentityServer comes to end a session, it goes through the door: one transaction, which no closed tab can cancel.</summary>
internal sealed class SessionCoordination(IEndSession door, ISessions sessions) : ISessionCoordinationService
{
    public Task ProcessLogoutAsync(EngineSession session)
        => door.EndAsync(new EndSessionRequest(EndReason.UserLogout) { Sid = session.SessionId }, CancellationToken.None);

    public Task ProcessExpirationAsync(EngineSession session)
        => door.EndAsync(new EndSessionRequest(EndReason.Expired) { Sid = session.SessionId }, CancellationToken.None);

    public async Task<bool> ValidateSessionAsync(SessionValidationRequest request)
        => (await sessions.OfUserAsync(request.SubjectId, CancellationToken.None)).Any(session => session.Sid == request.SessionId);
}
