namespace IdentityHost.Delivery;

/// <summary>What an attempt means for its delivery. Also a tag of the metric and a word of the log.</summary>
internal enum AttemptVerdict
{
    /// <summary>200 or 204 (BCL 2.8).</summary>
    Acknowledged,

    /// <summary>400, or a redirect: said about the token, but also by clients whose store was away for a moment. A few spaced tries.</summary>
    Refused,

    /// <summary>An answer that another try does not change, for example 404, or an address that may not be called.</summary>
    Final,

    /// <summary>The client was not there, or asked for patience. Tried until no cookie of the session can be alive.</summary>
    Unavailable,
}
