using Shared.Logout.Testing;

namespace Shared.Logout.UnitTests.Door;

/// <summary>One way to spoil a valid token, and the one reason for which it must be refused.</summary>
internal sealed record TokenCase(LogoutTokenError Reason, Func<LogoutTokenBuilder, string> Break)
{
    public TokenCase(LogoutTokenError reason, Func<LogoutTokenBuilder, LogoutTokenBuilder> change)
        : this(reason, token => change(token).Build())
    {
    }
}
