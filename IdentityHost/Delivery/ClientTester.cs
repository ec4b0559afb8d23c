using System.Security.Authentication;

using IdentityHost.Configuration;
using IdentityHost.Data;

using Microsoft.Extensions.Options;

namespace IdentityHost.Delivery;

/// <summary>A logout for a session that never was: a healthy client answers 200, for it has nothing to end (BCL 2.7).</summary>
internal sealed class ClientTester(
    IClientDirectory directory, LogoutTokenFactory tokens, LogoutSender sender, LogoutHttpClient http, IOptions<IdentityHostOptions> options, TimeProvider time)
{
    public async Task<ClientTestResult> RunAsync(string clientId, CancellationToken cancellationToken)
    {
        if (directory.Find(clientId) is not { } client)
            return new ClientTestResult(false, null, $"There is no client '{clientId}' in the configuration.", 0, null);
        if (client.BackChannelLogoutUri is not { } uri)
            return new ClientTestResult(false, null, "The client has no BackChannelLogoutUri, so it is not told about logouts.", 0, null);

        SslProtocols? tls = null;
        using var observed = http.Observed(protocol => tls = protocol);
        // Always with sid: without it the token would mean every session of somebody.
        var target = ClientTarget.Of(client) with { Subject = LogoutTokenSubject.SidAndSub };
        var id = "test." + Secret.NewId();
        var token = await tokens.CreateAsync(target, Probe(id, clientId), cancellationToken);
        var outcome = await sender.SendAsync(observed, uri, token, id, 1, cancellationToken);
        return new ClientTestResult(
            outcome.Verdict is AttemptVerdict.Acknowledged, outcome.Status, Explain(outcome), (long)outcome.Latency.TotalMilliseconds, tls?.ToString());
    }

    private LeasedDelivery Probe(string id, string clientId) => new()
    {
        Id = id,
        BatchId = id,
        ClientId = clientId,
        Issuer = options.Value.Issuer!,
        Sid = "test-" + Secret.NewId(),
        Sub = "test-" + Secret.NewId(),
        Reason = "test",
        EndedAt = time.GetUtcNow(),
        Attempts = 0,
        GiveUpAt = time.GetUtcNow(),
    };

    private static string Explain(AttemptOutcome outcome) => outcome switch
    {
        { Status: 200 } => "The client accepted a logout for an unknown session, as it should.",
        { Status: 204 } => "The client accepted the logout with 204; the specification names 200, and both count.",
        { Status: 400 } => $"The client refused the token{(outcome.Error is null ? "" : $" ({outcome.Error})")}. Compare its issuer, client id, algorithm and clock with ours.",
        { Status: 401 or 403 } => "The client asks for authentication. Its logout endpoint must be open: the token is the proof.",
        { Status: 404 or 405 } => "Nobody answers POST at this address. Compare BackChannelLogoutUri with the client's route.",
        { Status: >= 300 and < 400 } => "The client redirects, which is never followed. Register the final address; a sign-in wall in front of it is the usual cause.",
        { Status: >= 500 } => "The client failed. Its own log says why.",
        { Status: { } status } => $"The client answered {status}, which does not count as success.",
        { Error: "timeout" } => "The client did not answer in time.",
        { Error: "dns" } => "The client's host name does not resolve.",
        { Error: "tls" } => "The TLS handshake failed. Check the certificate's name, issuer and expiry.",
        { Error: "connect" } => "Nobody listens at this address, or a firewall is between.",
        { Error: "blocked_address" } => "The address is loopback, private or reserved. Add it to Delivery:AllowedPrivateTargets if that is intended.",
        _ => $"The attempt failed: {outcome.Error}.",
    };
}
