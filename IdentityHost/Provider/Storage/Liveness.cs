namespace IdentityHost.Provider.Storage;

/// <summary>The conditions under which anything of a grant is alive; <c>g</c> is the grant, <c>@now</c> the time.</summary>
internal static class Liveness
{
    /// <summary>A client acts for itself; or the person may still sign in, and the session goes on, or the grant outlives it.</summary>
    public const string OfSession =
        """
        (g.sub = ''
         OR (EXISTS (SELECT 1 FROM users u WHERE u.sub = g.sub AND u.disabled_at IS NULL)
             AND (g.offline = 1
                  OR EXISTS (SELECT 1 FROM sessions s WHERE s.sid = g.sid AND s.ended_at IS NULL AND s.expires_at > @now AND s.idle_expires_at > @now))))
        """;

    public const string OfGrant = $"g.revoked_at IS NULL AND {OfSession}";
}
