namespace IdentityHost.EndSession;

/// <summary>One delivery for each row that the FROM clause after it yields; sessions are <c>s</c> and participants <c>p</c>.</summary>
internal static class DeliveryInsert
{
    public const string Sql = """
        INSERT INTO deliveries (id, batch_id, client_id, issuer, sid, sub, reason, initiated_by, ended_at, state, attempts, due_at, give_up_at, trace_parent)
        SELECT @Prefix || CAST(ROW_NUMBER() OVER (ORDER BY s.sid, p.client_id) AS TEXT), @Batch, p.client_id, s.issuer, s.sid, s.sub, @Reason, @By, @Now,
               'pending', 0, @Now, @GiveUpAt, @TraceParent
        """;

    /// <param name="request">What was asked of the door.</param>
    /// <param name="context">This call of the door.</param>
    /// <param name="part">Keeps the ids of several inserts of one call apart.</param>
    /// <param name="sessionLifetime">Seconds that a cookie at these clients can live after the session ended.</param>
    /// <param name="clients">Who is told.</param>
    public static object Values(EndSessionRequest request, EndingContext context, int part, int sessionLifetime, IEnumerable<string> clients) => new
    {
        Prefix = $"{context.BatchId}.{part}.",
        Batch = context.BatchId,
        Reason = request.Reason.Name(),
        By = request.InitiatedBy,
        context.Now,
        GiveUpAt = context.Now.AddSeconds(sessionLifetime),
        context.TraceParent,
        Clients = clients.ToList(),
    };
}
