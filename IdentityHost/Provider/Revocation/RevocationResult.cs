namespace IdentityHost.Provider.Revocation;

/// <summary>What a revocation request did. To the client all but the last are 200.</summary>
internal enum RevocationResult
{
    RefreshTokenRevoked,
    AccessTokenRevoked,
    NothingFound,
    OtherClients,
    UnsupportedType,
}
