namespace IdentityHost.Api;

/// <summary>Why an API request is refused.</summary>
public enum ApiRefusal
{
    None,
    NoToken,
    BadToken,
    MissingScope,

    /// <summary>The token is a person's, and the person is not an administrator.</summary>
    NotAdmin,
}
