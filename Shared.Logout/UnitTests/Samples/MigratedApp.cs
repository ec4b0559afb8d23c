using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Shared.Logout.UnitTests.Samples;

/// <summary>Shown in docs/adopting.md: an application that had the pasted classes, at the route that its provider knows.</summary>
internal static class MigratedApp
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
        app.MapBackChannelLogout("/logout");
        return app;
    }
}
