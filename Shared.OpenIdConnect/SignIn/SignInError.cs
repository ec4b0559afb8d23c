namespace Shared.OpenIdConnect.SignIn;

/// <summary>Why a sign-in was refused. The same names are in the log, the metric and the tests.</summary>
internal enum SignInError
{
    /// <summary>The callback is neither a GET with a query nor a POST with a form, or its form cannot be read.</summary>
    MalformedResponse,
    /// <summary>A protocol parameter stands in the answer more than once.</summary>
    RepeatedParameter,
    /// <summary>The answer has no <c>state</c>.</summary>
    StateMissing,
    /// <summary>The <c>state</c> was not made by this application, or its keys are gone.</summary>
    StateInvalid,
    /// <summary>The sign-in was not started in this browser, was finished before, or took too long.</summary>
    OtherBrowser,
    /// <summary>The answer has no <c>iss</c> although the provider announces it (RFC 9207).</summary>
    IssuerMissing,
    /// <summary>The answer comes from another provider than the one that was asked (RFC 9207).</summary>
    IssuerMismatch,
    /// <summary>The person or the provider declined.</summary>
    AccessDenied,
    /// <summary>The provider answered with another error.</summary>
    ProviderError,
    /// <summary>The answer has neither <c>code</c> nor <c>error</c>.</summary>
    CodeMissing,
    /// <summary>The token endpoint refused the code.</summary>
    CodeRefused,
    /// <summary>The token endpoint refused this client's authentication.</summary>
    ClientRefused,
    /// <summary>The token endpoint's answer cannot be used.</summary>
    TokenResponse,
    /// <summary>The ID token is no signed JWT in the strict sense.</summary>
    TokenMalformed,
    /// <summary>The ID token's <c>typ</c> or <c>crit</c> says that it is something else.</summary>
    TokenType,
    /// <summary>The ID token is signed with an algorithm that is not accepted.</summary>
    TokenAlgorithm,
    /// <summary>The ID token names a key that the provider does not publish.</summary>
    TokenKey,
    /// <summary>The ID token's signature is wrong.</summary>
    TokenSignature,
    /// <summary>The ID token is from another issuer.</summary>
    TokenIssuer,
    /// <summary>The ID token is for another client.</summary>
    TokenAudience,
    /// <summary>The ID token was issued to another party (<c>azp</c>).</summary>
    TokenAuthorizedParty,
    /// <summary>The ID token names nobody.</summary>
    TokenSubject,
    /// <summary>The ID token is expired or has no <c>exp</c>.</summary>
    TokenExpired,
    /// <summary>The ID token is from the future, or does not say when it was issued.</summary>
    TokenIssuedAt,
    /// <summary>The ID token belongs to another sign-in.</summary>
    TokenNonce,
    /// <summary>The access token is not the one that the ID token was issued with.</summary>
    TokenAccessTokenHash,
    /// <summary>The person signed in at the provider longer ago than this application asked for.</summary>
    TokenAuthTime,
    /// <summary>The userinfo endpoint's answer cannot be used.</summary>
    UserInfo,
    /// <summary>The userinfo endpoint spoke of another person.</summary>
    UserInfoSubject,
    /// <summary>The provider does not answer.</summary>
    ProviderUnreachable,
}
