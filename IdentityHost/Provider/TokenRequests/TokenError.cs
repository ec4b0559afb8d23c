namespace IdentityHost.Provider.TokenRequests;

/// <summary>Why a token request got nothing.</summary>
internal enum TokenError
{
    None,
    GrantTypeMissing,
    GrantTypeUnsupported,
    CodeMissing,
    RedirectUriMissing,
    VerifierMalformed,
    RefreshTokenMissing,
    ScopeNotGranted,
    GrantTypeNotAllowed,
    ScopeNotForClients,
    CodeUnknown,
    CodeReused,
    CodeExpired,
    CodeRevoked,
    CodeOfOtherClient,
    RedirectUriDiffers,
    VerifierMissing,
    VerifierUnexpected,
    VerifierWrong,
    SessionEnded,
    RefreshTokenUnknown,
    RefreshTokenExpired,
    RefreshTokenReused,
    RefreshTokenOfOtherClient,
    GrantRevoked,
}
