using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>ASP.NET Core Identity's own cookies: the provider signs in to one, the session lives in another, and the security stamp is checked.</summary>
public sealed class IdentityTests
{
    [Fact]
    public async Task A_sign_in_through_the_external_cookie_carries_the_providers_session()
    {
        await using var app = await StartAsync();
        using var browser = await SignedIn(app, "alice", "s1");
        using var other = await SignedIn(app, "alice", "s2");

        await app.LogoutAsync("alice", "s1");

        Assert.Equal((false, true), (await browser.IsSignedIn(), await other.IsSignedIn()));
    }

    [Fact]
    public async Task Reissuing_the_cookie_keeps_the_session()
    {
        await using var app = await StartAsync();
        using var browser = await SignedIn(app, "alice", "s1");
        using (await browser.Open("/refresh"))
            Assert.True(await browser.IsSignedIn());
        await app.LogoutAsync(sid: "s1");
        Assert.False(await browser.IsSignedIn());
    }

    [Fact]
    public async Task A_local_sign_in_is_not_the_providers_even_where_its_id_equals_a_sub()
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        using (await browser.Open("/local"))
            Assert.True(await browser.IsSignedIn());
        await app.LogoutAsync(sub: "local-id");
        Assert.True(await browser.IsSignedIn());
    }

    [Fact]
    public async Task The_security_stamp_is_still_validated()
    {
        var validator = new StampProbe();
        await using var app = await StartAsync(validator);
        using var browser = await SignedIn(app, "alice", "s1");
        Assert.True(await browser.IsSignedIn());
        Assert.True(validator.Asked > 0);
        validator.Rejects = true;
        Assert.False(await browser.IsSignedIn());
    }

    private static Task<SessionApp> StartAsync(StampProbe? validator = null) => SessionApp.StartAsync(
        options: it => it.CookieScheme = null,
        authentication: it =>
        {
            it.Services.Configure<AuthenticationOptions>(o =>
            {
                o.DefaultScheme = IdentityConstants.ApplicationScheme;
                o.DefaultSignInScheme = IdentityConstants.ExternalScheme;
            });
            it.AddIdentityCookies(cookies => cookies.ApplicationCookie!.Configure(o =>
            {
                o.Cookie.Name = "session";
                o.Cookie.SecurePolicy = CookieSecurePolicy.None;
            }));
            it.Services.Configure<CookieAuthenticationOptions>("Cookies", o => o.Cookie.Name = "unused");
            it.Services.Configure<CookieAuthenticationOptions>(IdentityConstants.ExternalScheme, o => o.Cookie.SecurePolicy = CookieSecurePolicy.None);
            it.Services.AddSingleton<ISecurityStampValidator>(validator ?? new StampProbe());
        },
        map: app =>
        {
            app.MapGet("/external", async (HttpContext http, string sub, string sid) =>
            {
                var properties = new AuthenticationProperties();
                properties.StoreTokens([new AuthenticationToken
                {
                    Name = "id_token",
                    Value = IdToken.Create(SessionApp.Issuer, SessionApp.ClientId, sub, sid, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()),
                }]);
                await http.SignInAsync(IdentityConstants.ExternalScheme, Local("provider-key"), properties);
            });
            app.MapGet("/callback", async (HttpContext http) =>
            {
                // As SignInManager does: the external cookie goes, the application's comes, about a local account.
                await http.SignOutAsync(IdentityConstants.ExternalScheme);
                await http.SignInAsync(IdentityConstants.ApplicationScheme, Local("local-id"));
            });
            app.MapGet("/local", (HttpContext http) => http.SignInAsync(IdentityConstants.ApplicationScheme, Local("local-id")));
            app.MapGet("/refresh", async (HttpContext http) =>
            {
                var ticket = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
                await http.SignInAsync(IdentityConstants.ApplicationScheme, Local("local-id"), ticket.Properties);
            });
        });

    private static ClaimsPrincipal Local(string id)
        => new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, id), new Claim(ClaimTypes.Name, "name")], IdentityConstants.ApplicationScheme));

    private static async Task<TestBrowser> SignedIn(SessionApp app, string sub, string sid)
    {
        var browser = app.Browser();
        using (await browser.Open($"/external?sub={sub}&sid={sid}"))
        using (await browser.Open("/callback"))
            Assert.True(await browser.IsSignedIn());
        return browser;
    }

    private sealed class StampProbe : ISecurityStampValidator
    {
        public int Asked { get; private set; }

        public bool Rejects { get; set; }

        public Task ValidateAsync(CookieValidatePrincipalContext context)
        {
            Asked++;
            if (Rejects)
                context.RejectPrincipal();
            return Task.CompletedTask;
        }
    }
}
