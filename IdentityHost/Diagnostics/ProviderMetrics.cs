using System.Diagnostics.Metrics;

namespace IdentityHost.Diagnostics;

/// <summary>Instruments of the protocol engine. Tags have closed sets of values: endpoints and enum names, no client or person.</summary>
internal sealed class ProviderMetrics(IMeterFactory meters)
{
    public const string MeterName = "IdentityHost.Provider";

    private readonly Meter _meter = meters.Create(MeterName);
    private Counter<long>? _issued;
    private Counter<long>? _refused;
    private Counter<long>? _introspected;

    public void Issued(string token, string grantType)
        => (_issued ??= _meter.CreateCounter<long>("identityhost.provider.tokens.issued", "{token}", "Codes and tokens given out."))
            .Add(1, new("token", token), new("grant_type", grantType));

    public void Refused(string endpoint, string reason)
        => (_refused ??= _meter.CreateCounter<long>("identityhost.provider.requests.refused", "{request}", "Requests answered with an error."))
            .Add(1, new("endpoint", endpoint), new("reason", reason));

    public void Introspected(bool active)
        => (_introspected ??= _meter.CreateCounter<long>("identityhost.provider.introspections", "{request}", "Introspection answers."))
            .Add(1, new KeyValuePair<string, object?>("active", active));
}
