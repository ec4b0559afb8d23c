using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Shared.Logout.UnitTests.Samples;

/// <summary>Shown in docs/adopting.md. Whether a token is valid is the bearer handler's business; here every caller is one.</summary>
internal static class BearerApi
{
    public static WebApplication Create(WebApplicationBuilder builder)
    {
        builder.Services
            .AddAuthentication()
            .AddBackChannelLogoutForApi();

        var app = builder.Build();
        app.MapBackChannelLogout();
        app.MapGet("/data", (HttpContext http, string sub, string sid, long iat) => AnswerAsync(http, new ClaimsPrincipal(new ClaimsIdentity(
            [new("sub", sub), new("sid", sid), new("iat", $"{iat}"), new("client_id", "my-app")], "Bearer"))));
        return app;
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, ClaimsPrincipal token)
    {
        return await http.CheckSessionAsync(token) switch
        {
            SessionVerdict.Live => Results.Text("welcome"),
            SessionVerdict.Revoked => Results.Unauthorized(),
            _ => Results.StatusCode(StatusCodes.Status503ServiceUnavailable),
        };
    }
}
