namespace IdentityHost.Provider.Http;

/// <summary>Why a request's parameters could not be read.</summary>
internal enum ParameterError
{
    None,
    NotAForm,
    TooLarge,
    BadEncoding,
    Repeated,
    Unreadable,
}
