using IdentityHost.Configuration;
using IdentityHost.Provider.Http;
using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.TokenRequests;

/// <summary>The rules about the form of a token request. What codes and tokens are worth is decided in the transaction that uses them.</summary>
internal static class TokenValidator
{
    public static TokenValidation Validate(Client client, RequestParameters parameters) => parameters["grant_type"] switch
    {
        null => TokenError.GrantTypeMissing,
        TokenRequest.AuthorizationCode => Code(client, parameters),
        TokenRequest.Refresh => Refresh(client, parameters),
        TokenRequest.ClientCredentials => ClientCredentials(client, parameters),
        _ => TokenError.GrantTypeUnsupported,
    };

    private static TokenValidation Code(Client client, RequestParameters parameters)
    {
        if (!parameters.Has("code", out var code))
            return TokenError.CodeMissing;
        if (!parameters.Has("redirect_uri", out var redirectUri))
            return TokenError.RedirectUriMissing;
        var verifier = parameters["code_verifier"];
        if (verifier is not null && !IsVerifier(verifier))
            return TokenError.VerifierMalformed;
        return new TokenRequest(client, TokenRequest.AuthorizationCode) { Code = code, RedirectUri = redirectUri, Verifier = verifier };
    }

    private static TokenValidation Refresh(Client client, RequestParameters parameters)
        => parameters.Has("refresh_token", out var token)
            ? new TokenRequest(client, TokenRequest.Refresh)
            {
                RefreshToken = token,
                Scopes = parameters["scope"] is { } scope ? Scopes.Split(scope) : null,
            }
            : TokenError.RefreshTokenMissing;

    // RFC 6749 section 4.4: confidential clients only
    private static TokenValidation ClientCredentials(Client client, RequestParameters parameters)
        => client.RequireClientSecret && client.AllowedGrantTypes.Contains(TokenRequest.ClientCredentials)
            ? new TokenRequest(client, TokenRequest.ClientCredentials) { Scopes = parameters["scope"] is { } scope ? Scopes.Split(scope) : null }
            : TokenError.GrantTypeNotAllowed;

    // RFC 7636 section 4.1
    private static bool IsVerifier(string verifier)
        => verifier.Length is >= 43 and <= 128 && verifier.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~');
}
