using Microsoft.IdentityModel.Tokens;

namespace Shared.Logout;

/// <summary>One provider's logout tokens for one client id and one cookie scheme. Bound from the section <c>BackChannelLogout</c>.</summary>
public sealed class BackChannelLogoutOptions
{
    /// <summary>The cookie scheme whose sessions end. Default: the application's default scheme.</summary>
    public string? CookieScheme { get; set; }

    /// <summary>
    /// The cookie scheme that holds the external sign-in while another cookie is being issued, as ASP.NET Core Identity's
    /// <c>Identity.External</c>. Its ticket supplies <c>sid</c>, <c>iss</c> and the ID token. Default: <c>Identity.External</c> where that is the
    /// default sign-in scheme, else none.
    /// </summary>
    public string? ExternalCookieScheme { get; set; }

    /// <summary>The provider's address. Default: the configuration value <c>OpenIdConnect:Authority</c>.</summary>
    public string? Authority { get; set; }

    /// <summary>The discovery document's address. Default: <see cref="Authority"/> plus <c>/.well-known/openid-configuration</c>.</summary>
    public string? MetadataAddress { get; set; }

    /// <summary>The exact <c>iss</c> that logout tokens must carry. Default: the issuer that discovery states.</summary>
    public string? Issuer { get; set; }

    /// <summary>This application's client id, the only accepted audience. Default: the configuration value <c>OpenIdConnect:ClientId</c>.</summary>
    public string? ClientId { get; set; }

    /// <summary>Further audiences that a token may name beside <see cref="ClientId"/>. Default: none, so such a token is refused (Core 3.1.3.7 step 3).</summary>
    public ISet<string> TrustedAudiences { get; set; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Refuses an authority or metadata address without https. Default: true outside Development.</summary>
    public bool? RequireHttpsMetadata { get; set; }

    /// <summary>The accepted <c>alg</c> values: what this client registered for its ID tokens. Default: RS256 only. <c>none</c> and HMAC are refused at start.</summary>
    public ISet<string> SigningAlgorithms { get; set; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Private RSA keys that decrypt logout tokens, when the client registered ID-token encryption; others are refused at start. Default: none, encrypted
    /// tokens are refused.
    /// </summary>
    public IList<SecurityKey> DecryptionKeys { get; set; } = [];

    /// <summary>Accepts only <c>typ: logout+jwt</c>. Default: false, because some providers send <c>JWT</c> or nothing; other types never pass.</summary>
    public bool RequireLogoutTokenType { get; set; }

    /// <summary>Refuses a token without <c>exp</c>, which is required since errata set 1. Default: true.</summary>
    public bool RequireExpiration { get; set; } = true;

    /// <summary>Refuses a token without <c>sid</c>, for a client registered with <c>backchannel_logout_session_required</c>. Default: false.</summary>
    public bool RequireSessionId { get; set; }

    /// <summary>How far the provider's clock may differ from this one. Default: 60 seconds; at most 5 minutes.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How old <c>iat</c> may be. Default: 10 minutes. Must exceed the time in which the provider retries one and the same token.</summary>
    public TimeSpan MaxTokenAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Answers 400 to a token that was accepted before. Default: false, the repeat is answered 200 and has no effect.</summary>
    public bool RejectReplays { get; set; }

    /// <summary>What a token with both <c>sub</c> and <c>sid</c> ends. Default: that session only.</summary>
    public SubjectAndSession SubjectAndSession { get; set; } = SubjectAndSession.ThatSession;

    /// <summary>
    /// How long a revocation is kept. Default: as long as a cookie of the scheme can live, plus <see cref="MaxStaleness"/> and
    /// <see cref="ClockSkew"/>. A shorter value is refused at start, because a signed-out cookie would come back to life; a longer one allows tickets that
    /// state a longer life than the cookie's own.
    /// </summary>
    public TimeSpan? RevocationLifetime { get; set; }

    /// <summary>How long requests are answered from memory while the store is out of reach. Default: 5 minutes.</summary>
    public TimeSpan MaxStaleness { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>What happens to requests after <see cref="MaxStaleness"/>. Default: <see cref="OutagePolicy.Refuse"/>.</summary>
    public OutagePolicy OutagePolicy { get; set; } = OutagePolicy.Refuse;

    /// <summary>The shortest time between two key fetches that an unknown <c>kid</c> causes. Default: 30 seconds.</summary>
    public TimeSpan KeyRefreshCooldown { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Sends discovery, key and revocation requests. Default: a handler of its own that follows no redirects.</summary>
    public HttpMessageHandler? BackchannelHttpHandler { get; set; }

    /// <summary>Revokes the ended session's refresh and access tokens at the provider (RFC 7009), best effort. Default: true; needs tokens in the cookie's ticket.</summary>
    public bool RevokeTokens { get; set; } = true;

    /// <summary>Revokes refresh tokens that were granted with <c>offline_access</c> too. Default: false (Back-Channel Logout 2.7).</summary>
    public bool RevokeOfflineTokens { get; set; }

    /// <summary>The secret with which revocation requests authenticate. Default: the configuration value <c>OpenIdConnect:ClientSecret</c>.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>Called at the moments an application may want to know of. Default: handlers that do nothing.</summary>
    public BackChannelLogoutEvents Events { get; set; } = new();
}
