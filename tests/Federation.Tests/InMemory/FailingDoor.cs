extern alias IdentityHostApp;

using System.Data.Common;
using IdentityHostApp::IdentityHost.EndSession;

namespace Federation.Tests.InMemory;

/// <summary>The door of a provider whose database can be taken away.</summary>
internal sealed class FailingDoor(EndSessionDoor door) : IEndSession
{
    public bool IsDown { get; set; }

    public Task<EndSessionResult> EndAsync(EndSessionRequest request, CancellationToken cancellationToken)
        => IsDown ? throw new Down() : door.EndAsync(request, cancellationToken);

    private sealed class Down() : DbException("The database is down.");
}
