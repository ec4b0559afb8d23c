using Duende.IdentityServer.Models;
using Duende.IdentityServer.Stores;

using IdentityHost.Provider.SignOut;

namespace IdentityHost.Provider.Duende.Messages;

/// <summary>
/// The sign-out that our end_session endpoint validated, for code that asks IdentityServer's interaction service about a <c>logoutId</c>. It shows
/// a prompt where no client is named, so none is where the person must be asked.
/// </summary>
internal sealed class LogoutMessages(SignOutTickets tickets, TimeProvider time) : IMessageStore<LogoutMessage>
{
    public Task<string> WriteAsync(Message<LogoutMessage> message)
        => Task.FromResult(tickets.Seal(new SignOutRequest(
            message.Data.ClientId, message.Data.SubjectId, message.Data.SessionId, message.Data.PostLogoutRedirectUri, false)));

    public async Task<Message<LogoutMessage>?> ReadAsync(string id)
    {
        if (await tickets.OpenAsync(id, CancellationToken.None) is not { } signOut)
            return null;
        var message = new LogoutMessage
        {
            ClientId = signOut.NeedsConfirmation ? null : signOut.ClientId,
            ClientName = signOut.ClientName,
            SessionId = signOut.Sid,
            PostLogoutRedirectUri = signOut.PostLogoutRedirectUri,
        };
        return new Message<LogoutMessage>(message, time.GetUtcNow().UtcDateTime);
    }
}
