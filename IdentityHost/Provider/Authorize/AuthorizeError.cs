namespace IdentityHost.Provider.Authorize;

/// <summary>Why an authorization request gets no code.</summary>
internal enum AuthorizeError
{
    None,

    // Shown to the person: there is no address that we may send an answer to.
    Unreadable,
    TooLarge,
    ClientIdMissing,
    ClientUnknown,
    RedirectUriMissing,
    RedirectUriNotRegistered,

    // Told to the client.
    RequestObject,
    RequestUri,
    ResponseTypeMissing,
    ResponseTypeUnsupported,
    ResponseModeUnsupported,
    ScopeWithoutOpenId,
    ScopeUnknown,
    ChallengeMissing,
    ChallengeMethod,
    ChallengeMalformed,
    PromptInvalid,
    MaxAgeInvalid,
    HintInvalid,
    ParameterTooLong,
    SignInRequired,
    OtherPerson,
    Declined,
}
