using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Shared.Logout.UnitTests.Samples;

/// <summary>Shown in docs/adopting.md: what Identity's template registers, and the lines that are new.</summary>
internal static class IdentityApp
{
    public static WebApplication Create(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(options =>
        {
            options.DefaultScheme = IdentityConstants.ApplicationScheme;
            options.DefaultSignInScheme = IdentityConstants.ExternalScheme;
        }).AddIdentityCookies();

        builder.Services
            .AddAuthentication()
            .AddBackChannelLogout();
        builder.Services.AddAuthorization();

        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapBackChannelLogout();
        return app;
    }
}
