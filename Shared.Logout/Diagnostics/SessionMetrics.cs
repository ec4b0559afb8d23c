using System.Diagnostics.Metrics;
using Shared.Logout.Sessions;

namespace Shared.Logout.Diagnostics;

/// <summary>What sessions count. Tags are enum values only.</summary>
internal sealed class SessionMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _rejectedRequests = meters.Create(LogoutMetrics.MeterName).CreateCounter<long>(
        "shared_logout.sessions.rejected", "{request}", "Requests whose cookie was not accepted, by kind.");

    private readonly Counter<long> _revokedTokens = meters.Create(LogoutMetrics.MeterName).CreateCounter<long>(
        "shared_logout.tokens.revoked", "{token}", "Tokens of ended sessions that were to be revoked at the provider, by outcome.");

    private readonly UpDownCounter<long> _openConnections = meters.Create(LogoutMetrics.MeterName).CreateUpDownCounter<long>(
        "shared_logout.connections.open", "{connection}", "Requests and connections that are told when their session ends.");

    private readonly Counter<long> _endedConnections = meters.Create(LogoutMetrics.MeterName).CreateCounter<long>(
        "shared_logout.connections.ended", "{connection}", "Requests and connections that were told that their session has ended.");

    public void Rejected(RejectionKind kind) => _rejectedRequests.Add(1, new KeyValuePair<string, object?>("kind", kind.ToString()));

    public void TokenRevocation(bool succeeded) => _revokedTokens.Add(1, new KeyValuePair<string, object?>("outcome", succeeded ? "Revoked" : "Failed"));

    public void Opened() => _openConnections.Add(1);

    public void Closed() => _openConnections.Add(-1);

    public void Ended(int connections) => _endedConnections.Add(connections);
}
