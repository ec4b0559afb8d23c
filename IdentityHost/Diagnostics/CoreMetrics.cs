using System.Diagnostics;
using System.Diagnostics.Metrics;

using IdentityHost.EndSession;

namespace IdentityHost.Diagnostics;

/// <summary>Instruments of the core. Tags come from enums and client ids of the configuration only.</summary>
internal sealed class CoreMetrics
{
    public const string MeterName = "IdentityHost";

    public static readonly ActivitySource Activities = new(MeterName);

    private readonly Counter<long> _ended;
    private readonly Counter<long> _signIns;

    public CoreMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _ended = meter.CreateCounter<long>("identityhost.sessions.ended", "{session}", "Sessions that ended, by reason.");
        _signIns = meter.CreateCounter<long>("identityhost.signins", "{signin}", "Answers to passwords, and sign-ins that came from the upstream provider, by outcome.");
    }

    public void SessionsEnded(EndReason reason, int count) => _ended.Add(count, new KeyValuePair<string, object?>("reason", reason.Name()));

    public void ExternalSignIn() => _signIns.Add(1, new KeyValuePair<string, object?>("outcome", "External"));

    public void SignIn(Users.PasswordCheckError outcome) => _signIns.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));
}
