using System.IdentityModel.Tokens.Jwt;

using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ResourceApi.Authentication;

/// <summary>Checks JWT access tokens (RFC 9068) with the provider's public keys. No call to the provider, except for keys that are not known yet.</summary>
internal sealed class JwtAccessTokens(ProviderMetadata metadata, IOptions<AccessTokenOptions> options, TimeProvider time)
{
    private readonly AccessTokenOptions _options = options.Value;
    private readonly JwtSecurityTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = AccessTokenDefaults.MaxTokenLength };

    public async Task<AccessTokenResult> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        if (await metadata.ReadAsync(cancellationToken) is not { } provider)
            return AccessTokenRefusal.Unavailable;
        var result = Validate(token, provider);
        if (result.Refusal is not AccessTokenRefusal.UnknownKey)
            return result;
        return await metadata.RefreshAsync(cancellationToken) is { } refreshed ? Validate(token, refreshed) : AccessTokenRefusal.Unavailable;
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
        var now = time.GetUtcNow().UtcDateTime;
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
