namespace IdentityHost.Provider.TokenRequests;

/// <summary>The words of RFC 6749 section 5.2 for each reason. Reasons about somebody else's secret stay in our log.</summary>
internal static class TokenErrors
{
    public static string Code(this TokenError error) => error switch
    {
        TokenError.GrantTypeUnsupported => "unsupported_grant_type",
        TokenError.GrantTypeNotAllowed => "unauthorized_client",
        TokenError.ScopeNotGranted or TokenError.ScopeNotForClients => "invalid_scope",
        TokenError.GrantTypeMissing or TokenError.CodeMissing or TokenError.RedirectUriMissing or TokenError.RefreshTokenMissing
            or TokenError.VerifierMalformed => "invalid_request",
        _ => "invalid_grant",
    };

    public static string Description(this TokenError error) => error switch
    {
        TokenError.GrantTypeMissing => "grant_type is missing.",
        TokenError.GrantTypeUnsupported => "Only authorization_code, refresh_token and client_credentials are supported.",
        TokenError.CodeMissing => "code is missing.",
        TokenError.RedirectUriMissing => "redirect_uri is missing.",
        TokenError.RefreshTokenMissing => "refresh_token is missing.",
        TokenError.VerifierMalformed => "code_verifier must be 43 to 128 unreserved characters.",
        TokenError.ScopeNotGranted => "scope asks for more than was granted.",
        TokenError.GrantTypeNotAllowed => "This client may not use client_credentials.",
        TokenError.ScopeNotForClients => "scope must name scopes of APIs that this client may use.",
        TokenError.RedirectUriDiffers => "redirect_uri differs from the authorization request.",
        TokenError.VerifierMissing => "code_verifier is missing.",
        TokenError.VerifierUnexpected => "code_verifier was sent although the authorization request had no code_challenge.",
        TokenError.VerifierWrong => "code_verifier does not fit code_challenge.",
        TokenError.SessionEnded => "The session has ended.",
        TokenError.RefreshTokenExpired or TokenError.RefreshTokenUnknown or TokenError.RefreshTokenReused or TokenError.RefreshTokenOfOtherClient
            or TokenError.GrantRevoked => "The refresh token is not valid any more.",
        _ => "The code is not valid.",
    };
}
