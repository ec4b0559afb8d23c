using IdentityHost.Diagnostics;
using IdentityHost.Provider.Http;
using IdentityHost.Provider.Tokens;
using IdentityHost.Users;

namespace IdentityHost.Provider.UserInfo;

/// <summary>GET and POST <c>/connect/userinfo</c>.</summary>
internal sealed class UserInfoEndpoint(UserInfoValidator validator, IUsers users, ProviderMetrics metrics, ILogger<UserInfoEndpoint> logger) : IProtocolEndpoint
{
    public async Task HandleAsync(HttpContext http)
    {
        RequestParameters? form = null;
        if (HttpMethods.IsPost(http.Request.Method) && !string.IsNullOrEmpty(http.Request.ContentType))
        {
            var read = await ParameterReader.ReadAsync(http.Request, http.RequestAborted);
            if (!read.Succeeded)
            {
                await http.Response.WriteErrorAsync(read.Error);
                return;
            }
            form = read.Parameters;
        }
        var (token, error) = await validator.ValidateAsync(http.Request, form, http.RequestAborted);
        if (token is null)
        {
            await RefuseAsync(http.Response, error);
            return;
        }
        if (await users.FindAsync(token.Sub, http.RequestAborted) is not { Disabled: false } user)
        {
            await RefuseAsync(http.Response, BearerError.NotLive);
            return;
        }
        await http.Response.WriteJsonAsync(StatusCodes.Status200OK, json =>
        {
            json.WriteString("sub", user.Sub);
            PersonClaims.Write(json, user, PersonClaims.Of(token.Scopes));
        });
    }

    private Task RefuseAsync(HttpResponse response, BearerError error)
    {
        metrics.Refused("userinfo", error.ToString());
        logger.ProviderRequestRefused("userinfo", null, error.ToString());
        var (status, code, text) = error switch
        {
            BearerError.TwoTokens => (400, "invalid_request", "Send one access token."),
            BearerError.ScopeMissing => (403, "insufficient_scope", "The access token lacks the scope openid."),
            BearerError.Missing => (401, "invalid_token", "An access token is needed."),
            _ => (401, "invalid_token", "The access token is not valid any more."),
        };
        // Section 3.1: a request without any token learns the scheme and nothing else.
        response.Headers.WWWAuthenticate = error == BearerError.Missing
            ? "Bearer"
            : $"Bearer error=\"{code}\", error_description=\"{text}\"{(status == 403 ? ", scope=\"openid\"" : "")}";
        return response.WriteErrorAsync(status, code, text);
    }
}
