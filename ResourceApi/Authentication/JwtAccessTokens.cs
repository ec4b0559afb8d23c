using System.IdentityModel.Tokens.Jwt;

using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

using ResourceApi.Diagnostics;

namespace ResourceApi.Authentication;

/// <summary>Checks JWT access tokens (RFC 9068) with the provider's public keys. No call to the provider, except for keys that are not known yet.</summary>
internal sealed class JwtAccessTokens
{
    private readonly AccessTokenOptions _options;
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _provider;
    private readonly JwtSecurityTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = AccessTokenDefaults.MaxTokenLength };
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public JwtAccessTokens(IOptions<AccessTokenOptions> options, IHostEnvironment environment, IHttpClientFactory clients, TimeProvider time, ILogger<JwtAccessTokens> logger)
    {
        _options = options.Value;
        (_time, _logger) = (time, logger);
        var documents = new HttpDocumentRetriever(clients.CreateClient(nameof(JwtAccessTokens)))
        {
            RequireHttps = _options.RequireHttpsMetadata ?? !environment.IsDevelopment(),
        };
        _provider = new(_options.Authority.TrimEnd('/') + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), documents)
        {
            // The shortest time between two fetches that unknown keys cause, so that junk tokens cannot flood the provider.
            RefreshInterval = TimeSpan.FromSeconds(30),
        };
    }

    public async Task<AccessTokenResult> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        if (await ProviderAsync(cancellationToken) is not { } provider)
            return AccessTokenRefusal.Unavailable;
        var result = Validate(token, provider);
        if (result.Refusal is not AccessTokenRefusal.UnknownKey)
            return result;
        _provider.RequestRefresh();
        return await ProviderAsync(cancellationToken) is { } refreshed ? Validate(token, refreshed) : AccessTokenRefusal.Unavailable;
    }

    /// <summary>Null where the provider's documents were never read; once they were, the last known keys go on working without it.</summary>
    private async Task<OpenIdConnectConfiguration?> ProviderAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _provider.GetConfigurationAsync(cancellationToken);
        }
        // The library's one way to say so, whatever was the matter: nobody there, an error, or a page of a proxy where JSON should be.
        catch (InvalidOperationException exception) when (!cancellationToken.IsCancellationRequested)
        {
            _logger.KeysUnreachable(exception);
            return null;
        }
    }

    private AccessTokenResult Validate(string token, OpenIdConnectConfiguration provider)
    {
        try
        {
            var principal = _handler.ValidateToken(token, Parameters(provider), out _);
            return AccessTokenResult.Accepted(principal);
        }
        catch (Exception exception) when (exception is SecurityTokenException or ArgumentException)
        {
            // The library's way to say no; anything else is a bug and stays one.
            return Refusal(exception);
        }
    }

    private TokenValidationParameters Parameters(OpenIdConnectConfiguration provider) => new()
    {
        ValidIssuer = provider.Issuer,
        ValidAudience = _options.Audience,
        IssuerSigningKeys = provider.SigningKeys,
        ValidAlgorithms = _options.Algorithms,
        ValidTypes = ["at+jwt", "application/at+jwt"],      // RFC 9068 section 4: an ID token or a logout token is not an access token
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        TryAllIssuerSigningKeys = false,
        LifetimeValidator = Lifetime,
        NameClaimType = "name",
        RoleClaimType = "role",
        AuthenticationType = AccessTokenDefaults.Scheme,
    };

    private bool Lifetime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        if (notBefore > now + _options.ClockSkew)
            throw new SecurityTokenNotYetValidException();
        return expires > now - _options.ClockSkew ? true : throw new SecurityTokenExpiredException();
    }

    private static AccessTokenRefusal Refusal(Exception exception) => exception switch
    {
        SecurityTokenSignatureKeyNotFoundException => AccessTokenRefusal.UnknownKey,
        SecurityTokenInvalidAlgorithmException => AccessTokenRefusal.WrongAlgorithm,
        SecurityTokenInvalidSignatureException => AccessTokenRefusal.Signature,
        SecurityTokenInvalidIssuerException => AccessTokenRefusal.WrongIssuer,
        SecurityTokenInvalidAudienceException => AccessTokenRefusal.WrongAudience,
        SecurityTokenInvalidTypeException => AccessTokenRefusal.WrongType,
        SecurityTokenNotYetValidException => AccessTokenRefusal.NotYetValid,
        SecurityTokenExpiredException or SecurityTokenNoExpirationException or SecurityTokenInvalidLifetimeException => AccessTokenRefusal.Expired,
        _ => AccessTokenRefusal.Malformed,
    };
}
