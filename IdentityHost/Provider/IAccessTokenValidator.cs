namespace IdentityHost.Provider;

/// <summary>Checks a bearer token that this provider issued, for the provider's own APIs. The engine implements it.</summary>
public interface IAccessTokenValidator
{
    /// <summary>
    /// Signature or handle, issuer, life time, revocation, and that the session behind it still lives. Audience and scope are the caller's
    /// business. Never throws for a bad token, whatever its size or shape.
    /// </summary>
    Task<AccessTokenCheck> ValidateAsync(string token, CancellationToken cancellationToken);
}
