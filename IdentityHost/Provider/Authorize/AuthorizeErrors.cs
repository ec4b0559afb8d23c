namespace IdentityHost.Provider.Authorize;

/// <summary>The words of the protocol for each reason.</summary>
internal static class AuthorizeErrors
{
    /// <summary>Before the redirect address is known to be the client's, nothing may be sent there.</summary>
    public static bool IsForThePerson(this AuthorizeError error) => error <= AuthorizeError.RedirectUriNotRegistered;

    public static string Code(this AuthorizeError error) => error switch
    {
        AuthorizeError.ClientUnknown => "unauthorized_client",
        AuthorizeError.RequestObject => "request_not_supported",
        AuthorizeError.RequestUri => "request_uri_not_supported",
        AuthorizeError.ResponseTypeUnsupported => "unsupported_response_type",
        AuthorizeError.ScopeWithoutOpenId or AuthorizeError.ScopeUnknown => "invalid_scope",
        AuthorizeError.SignInRequired or AuthorizeError.OtherPerson => "login_required",
        AuthorizeError.Declined => "access_denied",
        _ => "invalid_request",
    };

    public static string Description(this AuthorizeError error) => error switch
    {
        AuthorizeError.Unreadable => "The application sent a request that cannot be read: a parameter is repeated or wrongly encoded.",
        AuthorizeError.TooLarge => "The application sent a request that is too large.",
        AuthorizeError.ClientIdMissing => "The application did not say which application it is (client_id is missing).",
        AuthorizeError.ClientUnknown => "The application is not known here, or is switched off (client_id).",
        AuthorizeError.RedirectUriMissing => "The application did not say where to return to (redirect_uri is missing).",
        AuthorizeError.RedirectUriNotRegistered => "The address to return to is not registered for this application (redirect_uri).",
        AuthorizeError.RequestObject => "Request objects are not supported.",
        AuthorizeError.RequestUri => "request_uri is not supported.",
        AuthorizeError.ResponseTypeMissing => "response_type is missing.",
        AuthorizeError.ResponseTypeUnsupported => "Only response_type=code is supported.",
        AuthorizeError.ResponseModeUnsupported => "Only response_mode query and form_post are supported.",
        AuthorizeError.ScopeWithoutOpenId => "scope must contain openid.",
        AuthorizeError.ScopeUnknown => "A scope is unknown, or not allowed for this client.",
        AuthorizeError.ChallengeMissing => "PKCE is required: code_challenge is missing.",
        AuthorizeError.ChallengeMethod => "Only code_challenge_method=S256 is supported.",
        AuthorizeError.ChallengeMalformed => "code_challenge must be 43 base64url characters.",
        AuthorizeError.PromptInvalid => "prompt is not one of none, login, consent, select_account, or combines none with another.",
        AuthorizeError.MaxAgeInvalid => "max_age must be a number of seconds.",
        AuthorizeError.HintInvalid => "id_token_hint is not an ID token of this provider.",
        AuthorizeError.ParameterTooLong => "nonce is too long.",
        AuthorizeError.SignInRequired => "The person has to sign in.",
        AuthorizeError.OtherPerson => "Another person is signed in than id_token_hint names.",
        AuthorizeError.Declined => "The person did not want to sign in.",
        _ => "The request is not valid.",
    };
}
