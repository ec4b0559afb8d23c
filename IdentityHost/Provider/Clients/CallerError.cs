namespace IdentityHost.Provider.Clients;

/// <summary>Why a caller of a machine endpoint is not known.</summary>
internal enum CallerError
{
    None,
    TwoMethods,
    MalformedHeader,
    ClientIdMismatch,
    NoCredentials,
    Unknown,
    SecretMissing,
    SecretWrong,
}
