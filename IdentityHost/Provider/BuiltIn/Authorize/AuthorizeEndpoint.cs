using IdentityHost.Provider.Authorize;
using IdentityHost.Provider.Http;

namespace IdentityHost.Provider.BuiltIn.Authorize;

/// <summary>GET and POST <c>/connect/authorize</c>.</summary>
internal sealed class AuthorizeEndpoint(AuthorizeAdmission admission, CodeIssuer issuer, AuthorizeResponse answer) : IProtocolEndpoint
{
    public async Task HandleAsync(HttpContext http)
    {
        if (await admission.AdmitAsync(http) is not var (request, session))
            return;
        if (await issuer.IssueAsync(request, session) is { } code)
            await answer.WriteCodeAsync(http, request.Target, code);
        else
            await admission.SessionEndedAsync(http, request);
    }
}
