namespace ResourceApi.Authentication;

/// <summary>Why an access token was refused. The same names stand in logs and metrics.</summary>
internal enum AccessTokenRefusal
{
    None,
    Malformed,
    KindNotAccepted,
    WrongType,
    WrongAlgorithm,
    UnknownKey,
    Signature,
    WrongIssuer,
    WrongAudience,
    Expired,
    NotYetValid,
    Inactive,
    SessionEnded,

    /// <summary>Nobody could say: an outage, answered 503 and not 401.</summary>
    Unavailable,
}
