using Bench.Harness;
using Bench.Peers;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Apps;

/// <summary>Takes logout tokens: with the library, as an empty endpoint that reads the form, or in the pasted way.</summary>
internal sealed class IntakeApp : IBenchApp
{
    public string Name => "intake";

    /// <param name="args">The variant; the Redis; the provider.</param>
    public async Task<int> RunAsync(string[] args)
    {
        var (variant, redis, issuer) = (args[0], args[1], args[2]);
        var builder = WebAppHost.Create();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Redis"] = redis,
            ["OpenIdConnect:Authority"] = issuer,
            ["OpenIdConnect:ClientId"] = "bench",
        });
        if (variant == "library")
            builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie().AddBackChannelLogout();

        var app = builder.Build();
        switch (variant)
        {
            case "library":
                app.MapBackChannelLogout();
                break;
            case "pasted":
                var controller = await PastedLogoutController.CreateAsync(redis, issuer);
                app.MapPost("/backchannel-logout", controller.PostAsync);
                break;
            default:
                app.MapPost("/backchannel-logout", (Func<HttpContext, Task>)(http => http.Request.ReadFormAsync()));
                break;
        }

        return await WebAppHost.RunAsync(app);
    }
}
