using Duende.IdentityServer.Models;
using Duende.IdentityServer.Stores;

using IdentityHost.Provider.Interaction;

namespace IdentityHost.Provider.Duende.Messages;

/// <summary>What IdentityServer wants a person to see goes to the same page, sealed in the same way, as what our rules refuse.</summary>
internal sealed class ErrorMessages(SealedValues values, TimeProvider time) : IMessageStore<ErrorMessage>
{
    public Task<string> WriteAsync(Message<ErrorMessage> message)
        => Task.FromResult(values.Seal(ErrorPages.Purpose, new ErrorContext(
            message.Data.Error, message.Data.ErrorDescription ?? "The request is not valid.", message.Data.ClientId, message.Data.RequestId ?? "")));

    public Task<Message<ErrorMessage>?> ReadAsync(string id)
        => Task.FromResult(values.Open<ErrorContext>(ErrorPages.Purpose, id) is { } error
            ? new Message<ErrorMessage>(
                new ErrorMessage { Error = error.Error, ErrorDescription = error.Description, ClientId = error.ClientName, RequestId = error.RequestId },
                time.GetUtcNow().UtcDateTime)
            : null);
}
