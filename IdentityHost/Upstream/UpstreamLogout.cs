using System.Data.Common;

using IdentityHost.EndSession;

using Shared.Logout;

namespace IdentityHost.Upstream;

/// <summary>A logout token of the upstream provider ends our sessions, through the door: from there it goes on to the applications (BCL 2.7).</summary>
internal sealed class UpstreamLogout(UpstreamSessions sessions, IEndSession door, ILogger<UpstreamLogout> logger)
{
    // Calls of the door that wait together share a commit.
    private const int AtOnce = 16;

    /// <summary>Returns when every one of them has ended for good. Harmless when repeated.</summary>
    /// <exception cref="RevocationStoreException">The database does not answer: the provider must try again.</exception>
    public async Task EndAsync(LogoutToken token, CancellationToken cancellationToken)
    {
        try
        {
            var sids = await sessions.FindAsync(token, cancellationToken);
            var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(sids, options, async (sid, stop) =>
                await door.EndAsync(new EndSessionRequest(EndReason.UpstreamLogout) { Sid = sid, Actor = "upstream" }, stop));
            logger.UpstreamLoggedOut(sids.Count);
        }
        catch (DbException ex)
        {
            throw new RevocationStoreException("The sessions that a logout of the upstream provider ends could not be ended.", ex);
        }
    }
}
