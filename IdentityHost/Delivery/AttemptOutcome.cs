namespace IdentityHost.Delivery;

/// <param name="Verdict">What it means.</param>
/// <param name="Status">The HTTP status, when there was an answer.</param>
/// <param name="Error">A word from us (<c>timeout</c>) or the client's <c>error</c> code; never free text of a client.</param>
/// <param name="Latency">From building the token to the answer's headers.</param>
/// <param name="RetryAfter">What the client asked for.</param>
internal sealed record AttemptOutcome(AttemptVerdict Verdict, int? Status, string? Error, TimeSpan Latency, TimeSpan? RetryAfter = null)
{
    public static AttemptOutcome Of(int status, string? error, TimeSpan latency, TimeSpan? retryAfter)
        => new(VerdictOf(status), status, error, latency, retryAfter);

    public static AttemptVerdict VerdictOf(int status) => status switch
    {
        200 or 204 => AttemptVerdict.Acknowledged,
        400 or (>= 300 and < 400) => AttemptVerdict.Refused,
        408 or 425 or 429 or >= 500 => AttemptVerdict.Unavailable,
        _ => AttemptVerdict.Final,      // also 202 and 206: not the success that BCL 2.8 names, and asking again would not make it one
    };
}
