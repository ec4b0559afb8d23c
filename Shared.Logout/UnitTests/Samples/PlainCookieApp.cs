using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Shared.Logout.UnitTests.Samples;

/// <summary>Shown in docs/adopting.md.</summary>
internal static class PlainCookieApp
{
    public static WebApplication Create(WebApplicationBuilder builder)
    {
        builder.Services
            .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie()
            .AddBackChannelLogout();
        builder.Services.AddAuthorization();

        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapBackChannelLogout();
        app.MapPost("/admin/sign-out/{sub}", (string sub, ISessionRevoker sessions) => sessions.RevokeSubjectAsync(sub, reason: "admin"))
            .RequireAuthorization();
        return app;
    }
}
