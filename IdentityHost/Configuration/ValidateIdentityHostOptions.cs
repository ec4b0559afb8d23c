using System.Net;

using Microsoft.Extensions.Options;

namespace IdentityHost.Configuration;

internal sealed class ValidateIdentityHostOptions(IHostEnvironment environment) : IValidateOptions<IdentityHostOptions>
{
    public ValidateOptionsResult Validate(string? name, IdentityHostOptions options)
    {
        var faults = new List<string>();
        CheckIssuer(options, faults);
        Positive(nameof(options.SessionIdleLifetime), options.SessionIdleLifetime, faults);
        Positive(nameof(options.SessionAbsoluteLifetime), options.SessionAbsoluteLifetime, faults);
        if (options.LogoutWait < TimeSpan.Zero || options.LogoutWait > TimeSpan.FromSeconds(30))
            faults.Add($"LogoutWait is {options.LogoutWait}; a person would look at an empty page that long. Set it between 0 and 30 seconds, like 00:00:01.5.");
        CheckDelivery(options.Delivery, faults);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private void CheckIssuer(IdentityHostOptions options, List<string> faults)
    {
        if (string.IsNullOrEmpty(options.Issuer))
        {
            faults.Add("Issuer is not set. Every token carries it and every client compares it, so it cannot be guessed from requests. " +
                "Set Issuer to the address under which clients reach this host, like https://login.example.com.");
            return;
        }
        if (new UriRules(options.AllowHttp || environment.IsDevelopment()).Fault(options.Issuer) is { } fault)
            faults.Add($"Issuer is '{options.Issuer}', {fault}");
        else if (options.Issuer.Contains('?', StringComparison.Ordinal))    // Discovery 3: no query, no fragment
            faults.Add($"Issuer is '{options.Issuer}', which has a query. Remove everything from '?' on.");
        else if (new Uri(options.Issuer).AbsolutePath != "/")
            faults.Add($"Issuer is '{options.Issuer}', which has a path; this host serves its endpoints from the root. Give it a host name of its own.");
    }

    private static void CheckDelivery(DeliveryOptions delivery, List<string> faults)
    {
        Positive("Delivery:AttemptTimeout", delivery.AttemptTimeout, faults);
        Positive("Delivery:PollInterval", delivery.PollInterval, faults);
        if (delivery.AttemptTimeout > TimeSpan.FromSeconds(60))
            faults.Add($"Delivery:AttemptTimeout is {delivery.AttemptTimeout}; one hanging client would hold its connections that long. Set it to at most 00:01:00.");
        if (delivery.MaxConcurrency < 1 || delivery.MaxConcurrencyPerClient < 1)
            faults.Add("Delivery:MaxConcurrency and Delivery:MaxConcurrencyPerClient must be at least 1, or no client is ever told of a logout.");
        else if (delivery.MaxConcurrencyPerClient >= delivery.MaxConcurrency)
        {
            faults.Add($"Delivery:MaxConcurrencyPerClient is {delivery.MaxConcurrencyPerClient} and Delivery:MaxConcurrency is {delivery.MaxConcurrency}: " +
                "one hanging client could use every slot. Make the first smaller than the second.");
        }
        foreach (var target in delivery.AllowedPrivateTargets.Where(target => target.Contains('/', StringComparison.Ordinal) && !IPNetwork.TryParse(target, out _)))
            faults.Add($"Delivery:AllowedPrivateTargets has '{target}', which is not a network. Write it like 10.1.0.0/16 or fd00::/8, or give a host name.");
    }

    private static void Positive(string setting, TimeSpan value, List<string> faults)
    {
        if (value <= TimeSpan.Zero)
            faults.Add($"{setting} is {value}; it must be longer than zero. Write it like 00:00:05.");
    }
}
