namespace IdentityHost.Provider.UserInfo;

/// <summary>Why a bearer token opens nothing (RFC 6750 section 3.1).</summary>
internal enum BearerError
{
    None,
    Missing,
    TwoTokens,
    NotLive,
    ScopeMissing,
}
