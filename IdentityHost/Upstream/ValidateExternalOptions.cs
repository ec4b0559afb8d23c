using IdentityHost.Configuration;

using Microsoft.Extensions.Options;

namespace IdentityHost.Upstream;

internal sealed class ValidateExternalOptions(IOptions<IdentityHostOptions> host, IHostEnvironment environment) : IValidateOptions<ExternalOptions>
{
    public ValidateOptionsResult Validate(string? name, ExternalOptions options)
    {
        var faults = new List<string>();
        CheckAuthority(options.Authority, faults);
        if (string.IsNullOrWhiteSpace(options.ClientId))
        {
            faults.Add("External:ClientId is not set, so the upstream provider would refuse every sign-in. Set it to the client id that is registered there.");
        }
        if (!options.Scopes.Contains("openid"))
        {
            faults.Add($"External:Scopes is '{string.Join(' ', options.Scopes)}', without openid, so the upstream provider would not say who signed in. " +
                "Add openid, or remove the setting.");
        }
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private void CheckAuthority(string? authority, List<string> faults)
    {
        if (string.IsNullOrWhiteSpace(authority))
        {
            faults.Add("External:Authority is not set, but other External settings are, so nobody knows where to sign in. " +
                "Set it to the upstream provider's address, like https://login.example.com, or remove the section.");
        }
        else if (new UriRules(host.Value.AllowHttp || environment.IsDevelopment()).Fault(authority) is { } fault)
        {
            faults.Add($"External:Authority is '{authority}', {fault}");
        }
        else if (authority.TrimEnd('/') == host.Value.Issuer?.TrimEnd('/'))
        {
            faults.Add($"External:Authority is '{authority}', which is this host's own Issuer: a sign-in would go round in circles. Name another provider.");
        }
    }
}
