namespace Shared.Logout;

/// <summary>The revocation store could not be reached or did not answer: an outage, never a verdict about a token.</summary>
public sealed class RevocationStoreException : Exception
{
    /// <summary>Creates the exception without details.</summary>
    public RevocationStoreException()
    {
    }

    /// <summary>Creates the exception with what could not be done.</summary>
    public RevocationStoreException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with what could not be done, and why.</summary>
    public RevocationStoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
