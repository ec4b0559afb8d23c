namespace Shared.Logout;

/// <summary>Why a logout request was refused. The same names stand in logs and metrics.</summary>
public enum LogoutTokenError
{
    /// <summary>It was not refused.</summary>
    None,

    /// <summary>The request is not a form POST with exactly one <c>logout_token</c>.</summary>
    MalformedRequest,

    /// <summary>The body is larger than 64 KiB, or the token longer than 16 KiB.</summary>
    TooLarge,

    /// <summary>The token is not three base64url parts that hold JSON objects without duplicate members.</summary>
    MalformedToken,

    /// <summary>The token is encrypted, and no key of this application decrypts it.</summary>
    Encrypted,

    /// <summary>The token is not encrypted, although this client registered encryption.</summary>
    NotEncrypted,

    /// <summary>The header demands an extension (<c>crit</c>, <c>b64</c>), and none is understood.</summary>
    CriticalHeader,

    /// <summary><c>typ</c> names another kind of token.</summary>
    TokenType,

    /// <summary><c>alg</c> is not one that this client registered.</summary>
    Algorithm,

    /// <summary>The provider publishes no suitable key with this <c>kid</c>.</summary>
    UnknownKey,

    /// <summary>The signature is not the provider's.</summary>
    Signature,

    /// <summary><c>iss</c> is no provider of this application.</summary>
    Issuer,

    /// <summary><c>aud</c> is not this client, or names a further audience that is not trusted.</summary>
    Audience,

    /// <summary><c>azp</c> is another client.</summary>
    AuthorizedParty,

    /// <summary><c>exp</c>, <c>iat</c> or <c>jti</c> is missing.</summary>
    MissingClaim,

    /// <summary>A claim has the wrong type, length or range.</summary>
    MalformedClaim,

    /// <summary><c>exp</c> has passed.</summary>
    Expired,

    /// <summary><c>iat</c> or <c>nbf</c> lies in the future.</summary>
    NotYetValid,

    /// <summary><c>iat</c> is older than <see cref="BackChannelLogoutOptions.MaxTokenAge"/>.</summary>
    TooOld,

    /// <summary>Neither <c>sub</c> nor <c>sid</c> says whose session ends.</summary>
    NoSubjectOrSession,

    /// <summary><c>sid</c> is missing, and <see cref="BackChannelLogoutOptions.RequireSessionId"/> is set.</summary>
    NoSessionId,

    /// <summary><c>events</c> does not hold the logout event: an ID token or another security event.</summary>
    NotALogoutToken,

    /// <summary>There is a <c>nonce</c>, which a logout token must not have.</summary>
    HasNonce,

    /// <summary>The token was accepted before, and <see cref="BackChannelLogoutOptions.RejectReplays"/> is set.</summary>
    Replayed,

    /// <summary>The provider's keys are out of reach, so nobody can tell; answered 503 instead of 400.</summary>
    KeysUnavailable,

    /// <summary>Too many bad tokens come from this address; answered 429 instead of 400.</summary>
    TooManyRequests,
}
