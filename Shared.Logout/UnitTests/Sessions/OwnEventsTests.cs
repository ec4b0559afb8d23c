using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>The application's own cookie events run as before, whichever way they were given.</summary>
public sealed class OwnEventsTests
{
    [Theory]
    [InlineData("delegates")]
    [InlineData("instance")]
    [InlineData("type")]
    [InlineData("replaced later")]
    public async Task Own_events_run_first_and_the_session_ends_all_the_same(string style)
    {
        var probe = new EventProbe();
        await using var app = await SessionApp.StartAsync(
            cookie: it =>
            {
                switch (style)
                {
                    case "delegates":
                        it.Events.OnValidatePrincipal = probe.ValidatePrincipal;
                        it.Events.OnSigningIn = probe.SigningIn;
                        it.Events.OnSignedIn = probe.SignedIn;
                        it.Events.OnSigningOut = probe.SigningOut;
                        it.Events.OnRedirectToLogin = probe.RedirectToLogin;
                        break;
                    case "instance":
                        it.Events = probe;
                        break;
                    case "type":
                        it.EventsType = typeof(EventProbe);
                        break;
                }
            },
            services: it =>
            {
                it.AddSingleton(probe);
                if (style == "replaced later")
                {
                    it.PostConfigure<CookieAuthenticationOptions>("Cookies", cookie =>
                    {
                        cookie.Events.OnValidatePrincipal = probe.ValidatePrincipal;
                        cookie.Events.OnSigningIn = probe.SigningIn;
                        cookie.Events.OnSignedIn = probe.SignedIn;
                        cookie.Events.OnSigningOut = probe.SigningOut;
                        cookie.Events.OnRedirectToLogin = probe.RedirectToLogin;
                    });
                }
            });
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        Assert.True(await browser.IsSignedIn());
        await app.LogoutAsync(sid: "s1");

        using var answer = await browser.Open("/private");

        Assert.Equal("/own-login", answer.Headers.Location!.OriginalString);
        Assert.Equal(["SigningIn", "SignedIn", "ValidatePrincipal", "ValidatePrincipal", "SigningOut", "RedirectToLogin"], probe.Seen);
    }

    [Fact]
    public async Task A_transient_type_is_one_object_for_the_whole_request()
    {
        await using var app = await SessionApp.StartAsync(
            cookie: it => it.EventsType = typeof(TransientEvents), services: it => it.AddTransient<TransientEvents>(),
            map: it => it.MapGet("/again", async (HttpContext http) =>
            {
                var ticket = await http.AuthenticateAsync();
                await http.SignInAsync(ticket.Principal!, ticket.Properties);
                return http.Items["same"] is true ? "same" : "another";
            }));
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        using var answer = await browser.Open("/again");
        Assert.Equal("same", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_own_check_that_rejects_stays_a_rejection_of_the_app()
    {
        await using var app = await SessionApp.StartAsync(cookie: it => it.Events.OnValidatePrincipal = context =>
        {
            context.RejectPrincipal();
            return Task.CompletedTask;
        });
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        using var fetched = await browser.Fetch("/private");
        Assert.Equal(HttpStatusCode.Redirect, fetched.StatusCode);
        Assert.NotNull(browser.Cookie());
    }

    [Theory]
    [InlineData("Events")]
    [InlineData("EventsType")]
    [InlineData("SessionStore")]
    public async Task Whoever_replaces_the_events_later_stops_the_host(string what)
    {
        var thrown = await Assert.ThrowsAsync<OptionsValidationException>(() => SessionApp.StartAsync(services: it =>
            it.PostConfigure<CookieAuthenticationOptions>("Cookies", cookie =>
            {
                switch (what)
                {
                    case "Events": cookie.Events = new CookieAuthenticationEvents(); break;
                    case "EventsType": cookie.EventsType = typeof(EventProbe); break;
                    default: cookie.SessionStore = new TestTicketStore(); break;
                }
            })));
        Assert.Contains($"{what} (", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("was replaced after AddBackChannelLogout", thrown.Message, StringComparison.Ordinal);
    }

    internal sealed class EventProbe : CookieAuthenticationEvents
    {
        public List<string> Seen { get; } = [];

        public override Task ValidatePrincipal(CookieValidatePrincipalContext context) => See();

        public override Task SigningIn(CookieSigningInContext context) => See();

        public override Task SignedIn(CookieSignedInContext context) => See();

        public override Task SigningOut(CookieSigningOutContext context) => See();

        public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
        {
            context.Response.Redirect("/own-login");
            return See();
        }

        private Task See([System.Runtime.CompilerServices.CallerMemberName] string name = "")
        {
            Seen.Add(name);
            return Task.CompletedTask;
        }
    }

    internal sealed class TransientEvents : CookieAuthenticationEvents
    {
        private bool _validated;

        public override Task ValidatePrincipal(CookieValidatePrincipalContext context)
        {
            _validated = true;
            return Task.CompletedTask;
        }

        public override Task SigningIn(CookieSigningInContext context)
        {
            context.HttpContext.Items["same"] = _validated;
            return Task.CompletedTask;
        }
    }
}
