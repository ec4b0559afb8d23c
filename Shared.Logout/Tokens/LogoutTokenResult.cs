using System.Diagnostics.CodeAnalysis;
using Shared.Logout.Configuration;

namespace Shared.Logout.Tokens;

/// <summary>An accepted token with the registration that it is for, or one reason why not.</summary>
internal readonly struct LogoutTokenResult
{
    private LogoutTokenResult(LogoutTokenError error, LogoutToken? token, LogoutRegistration? registration)
        => (Error, Token, Registration) = (error, token, registration);

    public LogoutTokenError Error { get; }

    public LogoutToken? Token { get; }

    /// <summary>Also set with an error, once issuer and audience are known: its events hear of the refusal.</summary>
    public LogoutRegistration? Registration { get; }

    [MemberNotNullWhen(true, nameof(Token), nameof(Registration))]
    public bool Succeeded => Token is not null;

    public static LogoutTokenResult Refused(LogoutTokenError error, LogoutRegistration? registration = null) => new(error, null, registration);

    public static LogoutTokenResult Accepted(LogoutToken token, LogoutRegistration registration) => new(LogoutTokenError.None, token, registration);
}
