namespace Shared.Logout.Tokens;

/// <summary>How an attempt to read a provider's discovery document and keys ended. Stands in logs and metrics.</summary>
internal enum KeyFetchOutcome
{
    Succeeded,

    /// <summary>No connection, no answer in time, or an answer that is too large.</summary>
    Unreachable,

    /// <summary>Any status but 200; redirects are not followed.</summary>
    BadStatus,

    /// <summary>Not the document that was asked for.</summary>
    Malformed,

    /// <summary>The discovery document speaks for another issuer than the configured one.</summary>
    IssuerMismatch,
}
