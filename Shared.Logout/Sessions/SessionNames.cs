namespace Shared.Logout.Sessions;

/// <summary>Under which names a logout may meet a session.</summary>
/// <param name="Stamp">Under the client id of this application.</param>
/// <param name="AtClient">
/// Under that of the client which an access token was issued to. An API that is told itself hears of a logout under the first, one that reads a log
/// which the client writes under the second.
/// </param>
internal readonly record struct SessionNames(SessionStamp Stamp, SessionStamp? AtClient = null)
{
    /// <summary>The same session, for a token that was issued at <paramref name="startedAt"/>, in unix seconds.</summary>
    public SessionNames At(long startedAt)
        => new(Stamp with { StartedAt = startedAt }, AtClient is { } atClient ? atClient with { StartedAt = startedAt } : null);

    public static implicit operator SessionNames(SessionStamp stamp) => new(stamp);
}
