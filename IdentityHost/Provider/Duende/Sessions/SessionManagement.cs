using System.Globalization;

using Duende.IdentityServer.Models;
using Duende.IdentityServer.Services;
using Duende.IdentityServer.Stores;

using IdentityHost.EndSession;
using IdentityHost.Sessions;

using Microsoft.AspNetCore.Authentication;

using EngineSession = Duende.IdentityServer.Models.UserSession;

namespace IdentityHost.Provider.Duende.Sessions;

/// <summary>IdentityServer's administration of sessions, on our rows and through the door. All sessions of a person end in one transaction.</summary>
internal sealed class SessionManagement(ISessions sessions, IEndSession door, IPersistedGrantStore grants) : ISessionManagementService
{
    private const int PageSize = 25;

    public async Task<QueryResult<EngineSession>> QuerySessionsAsync(SessionQuery? filter = null, CancellationToken cancellationToken = default)
    {
        var skip = int.TryParse(filter?.ResultsToken, NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : 0;
        var take = filter?.CountRequested is > 0 and var count ? count : PageSize;
        skip = filter?.RequestPriorResults == true ? Math.Max(0, skip - (2 * take)) : skip;
        var found = await sessions.SearchAsync(filter?.SessionId ?? filter?.SubjectId ?? filter?.DisplayName, skip, take + 1, cancellationToken);
        var page = found.Take(take).Where(session => filter?.SubjectId is null || session.Sub == filter.SubjectId).ToList();
        var clients = await sessions.ParticipantsAsync([.. page.Select(session => session.Sid)], cancellationToken);
        return new QueryResult<EngineSession>
        {
            ResultsToken = (skip + take).ToString(CultureInfo.InvariantCulture),
            HasPrevResults = skip > 0,
            HasNextResults = found.Count > take,
            Results = [.. page.Select(session => Describe(session, [.. clients[session.Sid]]))],
        };
    }

    public async Task RemoveSessionsAsync(RemoveSessionsContext context, CancellationToken cancellationToken = default)
    {
        if (!context.RemoveServerSideSession)
        {
            // Tokens alone. Telling clients that a session has ended which goes on is not possible here.
            if (context.RevokeTokens)
                await grants.RemoveAllAsync(new PersistedGrantFilter { SubjectId = context.SubjectId, SessionId = context.SessionId, ClientIds = context.ClientIds });
            return;
        }
        if (context.SessionId is not { } sid)
            await door.EndAsync(new EndSessionRequest(EndReason.Admin) { Sub = context.SubjectId }, cancellationToken);
        else if (context.SubjectId is null || (await sessions.FindAsync(sid, cancellationToken))?.Sub == context.SubjectId)
            await door.EndAsync(new EndSessionRequest(EndReason.Admin) { Sid = sid }, cancellationToken);
    }

    private static EngineSession Describe(ProviderSession session, IReadOnlyCollection<string> clients) => new()
    {
        SubjectId = session.Sub,
        SessionId = session.Sid,
        Issuer = session.Issuer,
        Created = session.CreatedAt.UtcDateTime,
        Renewed = session.LastSeenAt.UtcDateTime,
        Expires = session.ExpiresAt.UtcDateTime,
        ClientIds = clients,
        AuthenticationTicket = new AuthenticationTicket(SessionPrincipal.Of(session), SessionDefaults.Scheme),
    };
}
