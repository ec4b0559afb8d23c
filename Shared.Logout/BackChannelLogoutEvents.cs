using Microsoft.AspNetCore.Http;

namespace Shared.Logout;

/// <summary>
/// Moments in a logout at which an application may act. An exception thrown by a handler is logged and changes nothing, except in
/// <see cref="OnLogoutAcknowledging"/>.
/// </summary>
public class BackChannelLogoutEvents
{
    /// <summary>
    /// A logout token passed every check and its revocation is recorded; the provider has no answer yet. For what must have happened before the
    /// provider may forget the logout: an application that is a provider itself ends its own sessions here. Called for repeats too, so doing it
    /// twice must be harmless. A <see cref="RevocationStoreException"/> becomes 503 and the provider tries again; any other exception becomes 500.
    /// </summary>
    public Func<LogoutToken, CancellationToken, Task> OnLogoutAcknowledging { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>A logout token passed every check and its revocation is recorded; the provider gets its 200 after this.</summary>
    public Func<LogoutToken, CancellationToken, Task> OnLogoutRecorded { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>A logout token was refused, for this reason. Not called for what names no registration: junk, or a foreign issuer or audience.</summary>
    public Func<LogoutTokenError, CancellationToken, Task> OnLogoutRefused { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>A request presented a cookie whose session was signed out; it is being rejected.</summary>
    public Func<HttpContext, Task> OnSessionRejected { get; set; } = _ => Task.CompletedTask;
}
