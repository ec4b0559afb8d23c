namespace IdentityHost.Provider;

/// <summary>Why a bearer token is refused.</summary>
public enum AccessTokenError
{
    None,

    /// <summary>Not a token of this provider: shape, signature, issuer or an unknown handle.</summary>
    Unknown,

    Expired,
    Revoked,

    /// <summary>The session that it was issued in has ended.</summary>
    SessionEnded,

    /// <summary>Its client was disabled or removed.</summary>
    ClientDisabled,
}
