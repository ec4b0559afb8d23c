namespace ResourceApi.Authentication;

/// <summary>Whose access tokens this API accepts, and how it checks them. Bound from <c>AccessTokens</c>; address and secret from <c>OpenIdConnect</c>.</summary>
public sealed class AccessTokenOptions
{
    /// <summary>The provider. Default: <c>OpenIdConnect:Authority</c>.</summary>
    public string Authority { get; set; } = "";

    /// <summary>This API's name at the provider: the audience of its tokens and its user name at introspection. Default: <c>OpenIdConnect:ClientId</c>.</summary>
    public string Audience { get; set; } = "";

    /// <summary>Its secret at introspection. Default: <c>OpenIdConnect:ClientSecret</c>.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Which tokens are accepted. Default: both.</summary>
    public AccessTokenKinds Accept { get; set; } = AccessTokenKinds.Jwt | AccessTokenKinds.Reference;

    /// <summary>The signature algorithms of JWTs. Default: RS256 and ES256.</summary>
    public IList<string> Algorithms { get; set; } = [];

    /// <summary>How far the provider's clock may differ. Default: 60 seconds.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a positive introspection answer is used again; never past the token's own end. A revoked session ends a cached answer at once;
    /// a single token that its client revoked ends after this time at the latest. Default: 30 seconds; zero asks every time.
    /// </summary>
    public TimeSpan IntrospectionCache { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many introspection answers are kept. Default: 10,000.</summary>
    public int IntrospectionCacheEntries { get; set; } = 10_000;

    /// <summary>How long one introspection may take, and fetching one of the provider's documents. Default: 5 seconds.</summary>
    public TimeSpan IntrospectionTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Refuses JWTs whose session was signed out, from this process's replica of revocations. Default: true.</summary>
    public bool CheckRevocations { get; set; } = true;

    /// <summary>Allows a provider without https. Default: only in Development.</summary>
    public bool? RequireHttpsMetadata { get; set; }
}
