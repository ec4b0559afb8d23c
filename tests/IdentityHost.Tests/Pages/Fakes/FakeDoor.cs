using IdentityHost.Delivery;
using IdentityHost.EndSession;

using Xunit;

namespace IdentityHost.Tests.Pages.Fakes;

/// <summary>The door in memory; writes the requests down.</summary>
internal sealed class FakeDoor(FakeSessions sessions, FakeDeliveries deliveries, FakeClients clients) : IEndSession
{
    public List<EndSessionRequest> Requests { get; } = [];

    public Task<EndSessionResult> EndAsync(EndSessionRequest request, CancellationToken cancellationToken)
    {
        Assert.False(cancellationToken.CanBeCanceled, "A sign-out must not hang on the browser's request.");
        var batch = $"batch-{Requests.Count}";
        List<string> ended = [], enqueued = [];
        lock (sessions.All)
        {
            Requests.Add(request);
            for (var i = 0; i < sessions.All.Count; i++)
            {
                var session = sessions.All[i];
                if (session.EndedAt is not null || (request.Sid ?? session.Sid) != session.Sid || (request.Sub ?? session.Sub) != session.Sub || request.ExceptSid == session.Sid)
                    continue;
                sessions.All[i] = session with { EndedAt = DateTimeOffset.UtcNow, EndReason = request.Reason.Name() };
                ended.Add(session.Sid);
                foreach (var client in sessions.Participants[session.Sid].Where(id => clients.Find(id)?.BackChannelLogoutUri is not null))
                    enqueued.Add(deliveries.Enqueue(batch, client, session, request));
            }
        }
        return Task.FromResult(new EndSessionResult(batch, ended, enqueued));
    }
}
