namespace Clients.Records;

/// <summary>How a request for records can end.</summary>
public enum RecordsOutcome
{
    /// <summary>The records are here.</summary>
    Found,
    /// <summary>The new record is saved.</summary>
    Created,
    /// <summary>ResourceApi takes no such record.</summary>
    NotAccepted,
    /// <summary>The person's token does not count any more, or there is none: sign in again.</summary>
    SignInAgain,
    /// <summary>The person may not do that with records.</summary>
    NotAllowed,
    /// <summary>ResourceApi or the provider does not answer.</summary>
    NotAvailable,
}
