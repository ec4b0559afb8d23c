using IdentityHost.Configuration;

using Microsoft.Extensions.Options;

namespace IdentityHost.Provider.Tokens;

/// <summary>The issuer, exactly as configured, and addresses below it. Never taken from a request's host.</summary>
internal sealed class IssuerUrls(IOptions<IdentityHostOptions> options)
{
    private readonly string _base = options.Value.Issuer!.TrimEnd('/');

    public string Issuer { get; } = options.Value.Issuer!;

    public string Of(string path) => _base + path;
}
