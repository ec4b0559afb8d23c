namespace Bench.Peers;

/// <summary>The shape of what is usually pasted: a list of logged-out sessions that every request walks.</summary>
internal sealed class PastedLogoutUserManager
{
    private readonly List<LoggedOut> _sessions = [];

    public void Add(string sub, string sid) => _sessions.Add(new(sub, sid));

    public bool IsLoggedOut(string sub, string sid) => _sessions.Any(session => session.Matches(sub, sid));

    private sealed record LoggedOut(string Sub, string Sid)
    {
        public bool Matches(string sub, string sid) => (Sub == sub && Sid == sid) || (Sub == sub && Sid is null) || (Sid == sid && Sub is null);
    }
}
