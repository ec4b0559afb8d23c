using Duende.IdentityServer.Models;
using Duende.IdentityServer.Services;

using IdentityHost.EndSession;

namespace IdentityHost.Provider.Duende.Sessions;

/// <summary>
/// Sends nothing itself. The transaction that ends a session has one delivery for each participant, and the outbox delivers them. Code that asks
/// for notifications about a session that still lives gets what it means: the session ends. For one that has ended this does nothing.
/// </summary>
internal sealed class LogoutNotifications(IEndSession door) : IBackChannelLogoutService
{
    public Task SendLogoutNotificationsAsync(LogoutNotificationContext context)
        => door.EndAsync(new EndSessionRequest(Reason(context.LogoutReason)) { Sid = context.SessionId }, CancellationToken.None);

    private static EndReason Reason(LogoutNotificationReason? reason) => reason switch
    {
        LogoutNotificationReason.SessionExpiration => EndReason.Expired,
        LogoutNotificationReason.Terminated => EndReason.Admin,
        _ => EndReason.UserLogout,
    };
}
