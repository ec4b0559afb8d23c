namespace Shared.Logout.Sessions;

/// <summary>A name for a session in logs: enough to tell two apart, derived from a hash, so that it names no person.</summary>
internal static class SessionName
{
    public static string Of(in SessionStamp session) => session.First.ToString()[..8];
}
