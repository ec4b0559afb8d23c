using System.Diagnostics.Metrics;
using Shared.Logout.Tokens;

namespace Shared.Logout.Diagnostics;

/// <summary>What the door counts. Tags are enum values only: a <c>sub</c>, a <c>sid</c> or a token id would be personal, and without bound.</summary>
internal sealed class LogoutMetrics(IMeterFactory meters)
{
    public const string MeterName = "Shared.Logout";

    private readonly Counter<long> _acceptedTokens = meters.Create(MeterName).CreateCounter<long>(
        "shared_logout.tokens.accepted", "{token}", "Logout tokens that were valid and recorded for the first time.");

    private readonly Counter<long> _repeatedTokens = meters.Create(MeterName).CreateCounter<long>(
        "shared_logout.tokens.repeated", "{token}", "Logout tokens that had been recorded before.");

    private readonly Counter<long> _refusedTokens = meters.Create(MeterName).CreateCounter<long>(
        "shared_logout.tokens.refused", "{token}", "Logout requests that were refused for good, by reason.");

    private readonly Counter<long> _deferredTokens = meters.Create(MeterName).CreateCounter<long>(
        "shared_logout.tokens.deferred", "{token}", "Logout requests that the provider was asked to send again, by cause.");

    private readonly Histogram<double> _durations = meters.Create(MeterName).CreateHistogram<double>(
        "shared_logout.request.duration", "s", "Time from the start of a logout request to its answer, by status.");

    private readonly Counter<long> _keyFetches = meters.Create(MeterName).CreateCounter<long>(
        "shared_logout.keys.fetches", "{fetch}", "Attempts to read a provider's keys, by outcome.");

    public void Accepted() => _acceptedTokens.Add(1);

    public void Repeated() => _repeatedTokens.Add(1);

    public void Refused(LogoutTokenError reason) => _refusedTokens.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));

    public void Deferred(string cause) => _deferredTokens.Add(1, new KeyValuePair<string, object?>("cause", cause));

    public void Answered(int status, TimeSpan duration)
        => _durations.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("http.response.status_code", status));

    public void KeysFetched(KeyFetchOutcome outcome) => _keyFetches.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));
}
