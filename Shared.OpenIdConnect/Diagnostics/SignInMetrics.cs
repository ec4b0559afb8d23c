using System.Diagnostics.Metrics;
using Shared.OpenIdConnect.SignIn;

namespace Shared.OpenIdConnect.Diagnostics;

/// <summary>Counts sign-ins.</summary>
internal sealed class SignInMetrics(IMeterFactory meters)
{
    public const string MeterName = "Shared.OpenIdConnect";

    private readonly Counter<long> _succeeded = meters.Create(MeterName).CreateCounter<long>(
        "shared_openidconnect.signins.succeeded", "{signin}", "Sign-ins that ended with a session.");

    private readonly Counter<long> _refused = meters.Create(MeterName).CreateCounter<long>(
        "shared_openidconnect.signins.refused", "{signin}", "Callbacks that were refused, by reason.");

    public void Succeeded() => _succeeded.Add(1);

    // One tag, one value per enum member: never anything that a caller chose.
    public void Refused(SignInError reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
}
