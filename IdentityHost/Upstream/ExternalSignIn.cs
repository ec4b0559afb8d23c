using IdentityHost.Accounts;

using Microsoft.Extensions.Options;

namespace IdentityHost.Upstream;

/// <summary>The sign-in page's link.</summary>
internal sealed class ExternalSignIn(IOptions<ExternalOptions> options) : IExternalSignIn
{
    public string DisplayName => options.Value.Name!;

    public string StartAddress(string returnUrl) => $"{UpstreamDefaults.Start}?ReturnUrl={Uri.EscapeDataString(returnUrl)}";
}
