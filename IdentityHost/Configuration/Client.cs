namespace IdentityHost.Configuration;

/// <summary>One relying party, bound from <c>Clients:N</c>. Names and meanings follow Duende IdentityServer's <c>Client</c>.</summary>
public sealed class Client
{
    public string ClientId { get; set; } = "";

    public string? ClientName { get; set; }

    public bool Enabled { get; set; } = true;

    /// <summary>Secrets in clear (configuration is the secret store) or as <c>sha256:BASE64</c>.</summary>
    public IList<string> ClientSecrets { get; set; } = [];

    public bool RequireClientSecret { get; set; } = true;

    public bool RequirePkce { get; set; } = true;

    /// <summary>
    /// Grant types beside <c>authorization_code</c> and <c>refresh_token</c>, which every client has. Only <c>client_credentials</c> exists: a
    /// confidential client that acts for itself, for the APIs among <see cref="AllowedScopes"/>. Default: none.
    /// </summary>
    public IList<string> AllowedGrantTypes { get; set; } = [];

    public IList<string> RedirectUris { get; set; } = [];

    public IList<string> PostLogoutRedirectUris { get; set; } = [];

    public IList<string> AllowedCorsOrigins { get; set; } = [];

    /// <summary>What the client may ask for; anything else that exists is left out of what it gets. Default: openid and profile.</summary>
    public IList<string> AllowedScopes { get; set; } = [];

    public bool AllowOfflineAccess { get; set; }

    /// <summary>Refresh tokens granted with offline_access survive a logout. Default: false, everything dies with the session.</summary>
    public bool? CoordinateLifetimeWithUserSession { get; set; }

    public AccessTokenType AccessTokenType { get; set; } = AccessTokenType.Jwt;

    /// <summary>Seconds.</summary>
    public int AccessTokenLifetime { get; set; } = 3600;

    /// <summary>Seconds.</summary>
    public int IdentityTokenLifetime { get; set; } = 300;

    /// <summary>Seconds.</summary>
    public int AuthorizationCodeLifetime { get; set; } = 60;

    /// <summary>Seconds, from the first issue.</summary>
    public int AbsoluteRefreshTokenLifetime { get; set; } = 2_592_000;

    /// <summary>Seconds, from the last use.</summary>
    public int SlidingRefreshTokenLifetime { get; set; } = 1_296_000;

    public string? BackChannelLogoutUri { get; set; }

    /// <summary>Every logout token must carry <c>sid</c>.</summary>
    public bool BackChannelLogoutSessionRequired { get; set; } = true;

    /// <summary>Which of <c>sid</c> and <c>sub</c> the logout token of one session carries.</summary>
    public LogoutTokenSubject LogoutTokenSubject { get; set; } = LogoutTokenSubject.SidAndSub;

    /// <summary>The longest life of a cookie at this client, in seconds: deliveries are retried until then. Default: 14 days, the cookie handler's own.</summary>
    public int SessionLifetime { get; set; } = 1_209_600;

    public string? FrontChannelLogoutUri { get; set; }

    public bool FrontChannelLogoutSessionRequired { get; set; } = true;

    /// <summary>RS256 or ES256: the algorithm of this client's ID tokens and logout tokens.</summary>
    public string IdTokenSignedResponseAlg { get; set; } = "RS256";
}
