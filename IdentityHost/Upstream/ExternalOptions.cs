namespace IdentityHost.Upstream;

/// <summary>The upstream provider, bound from the section <c>External</c>. Without that section there is none.</summary>
public sealed class ExternalOptions
{
    public const string Section = "External";

    /// <summary>The provider's address; discovery is read below it. Required, https outside Development.</summary>
    public string? Authority { get; set; }

    /// <summary>Our client id there. Required.</summary>
    public string? ClientId { get; set; }

    /// <summary>Our secret there. Default: none, a public client; PKCE is used in any case.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>What the sign-in page calls the provider. Default: the host name of <see cref="Authority"/>.</summary>
    public string? Name { get; set; }

    /// <summary>What to ask for. Default: <c>openid profile email</c>.</summary>
    public IList<string> Scopes { get; set; } = [];
}
