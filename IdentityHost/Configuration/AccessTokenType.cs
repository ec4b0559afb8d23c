namespace IdentityHost.Configuration;

public enum AccessTokenType
{
    /// <summary>Self-contained; an API checks it locally.</summary>
    Jwt,

    /// <summary>A random handle; an API asks the introspection endpoint.</summary>
    Reference,
}
