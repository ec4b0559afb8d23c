namespace IdentityHost.EndSession;

/// <summary>Which live sessions one call of the door ends: a condition in SQL and its values.</summary>
internal sealed record SessionSelection(string Condition, string? Sid = null, string? Sub = null, string? ExceptSid = null, int Limit = 0)
{
    public static SessionSelection OfSid(string sid) => new("ended_at IS NULL AND sid = @Sid", Sid: sid);

    public static SessionSelection OfUser(string sub, string? except)
        => new("ended_at IS NULL AND sub = @Sub AND (@ExceptSid IS NULL OR sid <> @ExceptSid)", Sub: sub, ExceptSid: except);

    /// <summary>
    /// At most <paramref name="limit"/>, and none that another node is ending at this moment. The plus sign keeps SQLite from walking the index of
    /// all live sessions instead of looking up the few that the inner query found.
    /// </summary>
    public static SessionSelection Expired(int limit, string skipLocked) => new(
        $"""
        +ended_at IS NULL AND sid IN (SELECT sid FROM sessions WHERE ended_at IS NULL AND (expires_at <= @Now OR idle_expires_at <= @Now) LIMIT @Limit {skipLocked})
        """, Limit: limit);
}
