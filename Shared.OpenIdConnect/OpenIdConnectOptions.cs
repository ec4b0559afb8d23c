using Microsoft.AspNetCore.Authentication.OAuth.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Shared.OpenIdConnect.SignIn;

namespace Microsoft.AspNetCore.Authentication.OpenIdConnect;

/// <summary>One provider, for one client registration. Names, types and defaults are those of Microsoft's package.</summary>
public class OpenIdConnectOptions : RemoteAuthenticationOptions
{
    /// <summary>Sets the defaults.</summary>
    public OpenIdConnectOptions()
    {
        CallbackPath = new PathString("/signin-oidc");
        SignedOutCallbackPath = new PathString("/signout-callback-oidc");
        RemoteSignOutPath = new PathString("/signout-oidc");
        Scope.Add("openid");
        Scope.Add("profile");
        Events = new OpenIdConnectEvents();
        MapInboundClaims = true;
        NonceCookie = new NonceCookieBuilder(this)
        {
            Name = OpenIdConnectDefaults.CookieNoncePrefix,
            HttpOnly = true,
            SameSite = SameSiteMode.None,
            SecurePolicy = CookieSecurePolicy.Always,
            IsEssential = true,
        };

        // Protocol bookkeeping, not statements about the person.
        ClaimActions.DeleteClaims(
            "nonce", "aud", "azp", "acr", "iss", "iat", "nbf", "exp", "at_hash", "c_hash", "ipaddr", "platf", "ver");
        foreach (var claim in (string[])["sub", "name", "given_name", "family_name", "profile", "email"])
            ClaimActions.MapUniqueJsonKey(claim, claim);
    }

    /// <summary>The provider's address; discovery is read below it.</summary>
    public string? Authority { get; set; }

    /// <summary>The client id as registered at the provider. Required.</summary>
    public string? ClientId { get; set; }

    /// <summary>The client secret. Default: none, a public client.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The discovery document's address. Default: <see cref="Authority"/> plus <c>/.well-known/openid-configuration</c>.</summary>
    public string MetadataAddress { get; set; } = default!;

    /// <summary>The provider's metadata, when it is stated instead of discovered.</summary>
    public OpenIdConnectConfiguration? Configuration { get; set; }

    /// <summary>Reads and refreshes the provider's metadata. Default: made from the addresses above.</summary>
    public IConfigurationManager<OpenIdConnectConfiguration>? ConfigurationManager { get; set; }

    /// <summary>Refuses provider addresses without https. Default: true. Switch off for development only.</summary>
    public bool RequireHttpsMetadata { get; set; } = true;

    /// <summary>Fetches metadata again when a token names an unknown key. Default: true.</summary>
    public bool RefreshOnIssuerKeyNotFound { get; set; } = true;

    /// <summary>How often metadata is fetched anew. Default: 12 hours.</summary>
    public TimeSpan AutomaticRefreshInterval { get; set; } = TimeSpan.FromHours(12);

    /// <summary>The shortest time between two fetches that unknown keys cause. Default: 5 minutes; the first is always allowed.</summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Only <c>code</c>. It is the default here; Microsoft's default is <c>id_token</c>, so set it to be the same with either.</summary>
    public string ResponseType { get; set; } = OpenIdConnectResponseType.Code;

    /// <summary>
    /// <c>form_post</c> (default) or <c>query</c>. With <c>form_post</c> the cookies of a pending sign-in must be sent cross-site, which
    /// browsers allow on https only; over plain http take <c>query</c>, and <see cref="SameSiteMode.Lax"/> cookies
    /// with <see cref="CookieSecurePolicy.SameAsRequest"/>.
    /// </summary>
    public string ResponseMode { get; set; } = OpenIdConnectResponseMode.FormPost;

    /// <summary>The scopes to ask for. Default: <c>openid profile</c>.</summary>
    public ICollection<string> Scope { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Uses PKCE (S256). Default: true.</summary>
    public bool UsePkce { get; set; } = true;

    /// <summary>Asks for a sign-in no older than this, and checks the answer. Default: none.</summary>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>The <c>prompt</c> parameter. Default: none.</summary>
    public string? Prompt { get; set; }

    /// <summary>The <c>resource</c> parameter. Default: none.</summary>
    public string? Resource { get; set; }

    /// <summary>Reads further claims at the userinfo endpoint. Default: false.</summary>
    public bool GetClaimsFromUserInfoEndpoint { get; set; }

    /// <summary>What happens with claims after they were read. Default: protocol claims are dropped, the usual profile claims are taken once.</summary>
    public ClaimActionCollection ClaimActions { get; } = new();

    /// <summary>Renames claims to the long .NET names. Default: true.</summary>
    public bool MapInboundClaims { get; set; }

    /// <summary>Lets the session live as long as the ID token instead of as long as the cookie's settings say. Default: false.</summary>
    public bool UseTokenLifetime { get; set; }

    /// <summary>
    /// The checks of the ID token that can be chosen: accepted issuers, further trusted audiences, algorithms, keys, clock skew, claim names.
    /// Default: the discovered issuer and keys, this client alone, RS256 and ES256 as announced, 5 minutes.
    /// </summary>
    public TokenValidationParameters TokenValidationParameters { get; set; } = new();

    /// <summary>Whether a nonce is required, and how long a sign-in may take. Default: required, 1 hour.</summary>
    public OpenIdConnectProtocolValidator ProtocolValidator { get; set; } = new() { RequireStateValidation = false, NonceLifetime = TimeSpan.FromHours(1) };

    /// <summary>Protects what travels through the provider in <c>state</c>.</summary>
    public ISecureDataFormat<AuthenticationProperties> StateDataFormat { get; set; } = default!;

    /// <summary>The cookie that binds a pending sign-in's nonce to this browser.</summary>
    public CookieBuilder NonceCookie { get; set; }

    /// <summary>Sends requests to the provider by redirect or by form. Default: redirect.</summary>
    public OpenIdConnectRedirectBehavior AuthenticationMethod { get; set; } = OpenIdConnectRedirectBehavior.RedirectGet;

    /// <summary>Leaves callbacks without any protocol parameter to the application. Default: false, they are refused.</summary>
    public bool SkipUnrecognizedRequests { get; set; }

    /// <summary>Where the provider sends the browser after signing out. Default: <c>/signout-callback-oidc</c>.</summary>
    public PathString SignedOutCallbackPath { get; set; }

    /// <summary>Where the browser goes from there, unless the sign-out said otherwise. Default: <c>/</c>.</summary>
    public string SignedOutRedirectUri { get; set; } = "/";

    /// <summary>The front-channel logout address. Default: <c>/signout-oidc</c>.</summary>
    public PathString RemoteSignOutPath { get; set; }

    /// <summary>The cookie scheme that a front-channel logout ends. Default: the sign-in scheme.</summary>
    public string? SignOutScheme { get; set; }

    /// <summary>Moments at which the application may act.</summary>
    public new OpenIdConnectEvents Events
    {
        get => (OpenIdConnectEvents)base.Events;
        set => base.Events = value;
    }

    /// <inheritdoc />
    public override void Validate()
    {
        base.Validate();
        OpenIdConnectOptionsRules.Check(this);
    }
}
