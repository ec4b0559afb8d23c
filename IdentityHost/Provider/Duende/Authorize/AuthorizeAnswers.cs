using Duende.IdentityServer.Endpoints.Results;
using Duende.IdentityServer.Hosting;

using IdentityHost.Provider.Authorize;
using IdentityHost.Provider.Duende.TokenRequests;
using IdentityHost.Provider.Interaction;
using IdentityHost.Provider.TokenRequests;

namespace IdentityHost.Provider.Duende.Authorize;

/// <summary>
/// Writes what IdentityServer decided in the words of our own answers: its form runs a script that our policy does not know, and its address
/// carries <c>scope</c>. Whose session ended on the way is sent to the sign-in page, as if it had ended before.
/// </summary>
internal sealed class AuthorizeAnswers(AuthorizeAdmission admission, AuthorizeResponse answer, ErrorPages errorPages, TokenExchange exchange)
    : IHttpResponseWriter<AuthorizeResult>
{
    public Task WriteHttpResponse(AuthorizeResult result, HttpContext context)
    {
        var request = exchange.Authorization ?? throw new InvalidOperationException("IdentityServer answered a request that our rules did not admit.");
        if (exchange.Refusal == TokenError.SessionEnded)
            return admission.SessionEndedAsync(context, request);
        if (!result.Response.IsError)
            return answer.WriteCodeAsync(context, request.Target, result.Response.Code);
        errorPages.Show(context, result.Response.Error, result.Response.ErrorDescription ?? "The request is not valid.", request.Client.ClientId);
        return Task.CompletedTask;
    }
}
