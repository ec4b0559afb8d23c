using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Shared.OpenIdConnect.Tests.Infra;

namespace Clients.Tests;

/// <summary>Both applications as they are, with a provider that bends one answer.</summary>
public sealed class ClientTests : ClientTest
{
    [Theory, InlineData('A'), InlineData('B')]
    public async Task Sign_in_see_the_session_sign_out(char which)
    {
        await using var app = Start(which);
        var home = await Browser.OpenAsync(app.Address + "/");
        Assert.Equal((HttpStatusCode.OK, $"Client {which}", "Sign in"), (home.Status, home.Text("h1"), home.Text("#sign-in")));

        var session = await Browser.OpenAsync(app.Address + "/session");

        Assert.Equal(("alice-1", "session-1", $"Client {which}"), (session.Text("#sub"), session.Text("#sid"), session.Text("#app")));
        Assert.NotNull(session.Attribute("time#started", "datetime"));
        Assert.NotNull(session.Attribute("time#expires", "datetime"));
        Assert.Contains("no-store", session.Header("Cache-Control"), StringComparison.Ordinal);
        var policy = session.Header("Content-Security-Policy");
        Assert.Contains($"form-action 'self' {Provider.Issuer}; ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);

        var signedOut = await Browser.SubmitAsync(session, "/account/logout");

        Assert.Equal(("/account/signed-out", "You are signed out"), (signedOut.Address.AbsolutePath, signedOut.Text("#signed-out")));
        Assert.Single(Provider.SignOutRequests);
        Assert.Equal("/authorize", (await Browser.StepAsync(app.Address + "/session")).Location!.AbsolutePath);
    }

    [Theory]
    [InlineData('A', false)]
    [InlineData('B', false)]
    [InlineData('A', true)]
    [InlineData('B', true)]
    public async Task At_aProvider_that_takes_pushed_requests_the_same_is_asked_for(char which, bool pushed)
    {
        Provider.Discovery = document =>
        {
            document["scopes_supported"] = new JsonArray("openid", "profile", "dataEventRecords", "offline_access");
            if (pushed)
                document["pushed_authorization_request_endpoint"] = Provider.Issuer + "/par";
        };
        await using var app = Start(which);

        var session = await Browser.OpenAsync(app.Address + "/session");

        Assert.Equal("alice-1", session.Text("#sub"));
        var asked = Assert.Single(Provider.AuthorizeRequests);
        Assert.Equal(("openid profile dataEventRecords offline_access", "code"), (asked["scope"], asked["response_type"]));
        Assert.Equal(app.Address + "/signin-oidc", asked["redirect_uri"]);
        Assert.NotEqual("form_post", asked.GetValueOrDefault("response_mode")); // whose cookies browsers would not send over http
    }

    [Theory, InlineData('A'), InlineData('B')]
    public async Task An_ID_token_without_a_signature_signs_nobody_in(char which)
    {
        Provider.IdToken = token => token.Header["alg"] = "none";
        await using var app = Start(which);

        var page = await Browser.OpenAsync(app.Address + "/session");

        Assert.Equal((HttpStatusCode.BadRequest, "The sign-in did not work"), (page.Status, page.Text("#error")));
        Assert.Null((await Browser.StepAsync(app.Address + "/")).Text("#who"));
    }

    [Theory, InlineData('A'), InlineData('B')]
    public async Task A_logout_token_ends_the_session_whatever_claims_the_handler_dropped(char which)
    {
        await using var app = Start(which);
        Assert.Equal("alice-1", (await Browser.OpenAsync(app.Address + "/session")).Text("#sub"));
        using var other = new TestBrowser();
        Provider.IdToken = token => token.Claims["sid"] = "session-2";
        await other.OpenAsync(app.Address + "/session");

        var answer = await Browser.PostAsync(app.Address + "/backchannel-logout", [new("logout_token", LogoutToken(which, "session-1"))], goOn: false);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("/authorize", (await Browser.StepAsync(app.Address + "/session")).Location!.AbsolutePath);
        Assert.Equal("session-2", (await other.StepAsync(app.Address + "/session")).Text("#sid"));
    }

    [Theory, InlineData('A'), InlineData('B')]
    public async Task A_script_is_told_401_instead_of_being_redirected(char which)
    {
        await using var app = Start(which);
        foreach (var path in (string[])["/session", "/records", "/records/data"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, app.Address + path) { Headers = { { "Sec-Fetch-Mode", "cors" } } };
            Assert.Equal(HttpStatusCode.Unauthorized, (await Browser.StepAsync(request)).Status);
        }
    }

    [Theory, InlineData('A'), InlineData('B')]
    public async Task Signing_out_needs_the_form_of_the_page_and_forgives_a_session_that_is_gone(char which)
    {
        await using var app = Start(which);
        var session = await Browser.OpenAsync(app.Address + "/session");

        var forged = await Browser.PostAsync(app.Address + "/account/logout", []);
        Assert.Equal(HttpStatusCode.BadRequest, forged.Status);
        var linked = await Browser.StepAsync(app.Address + "/account/logout");     // as an image on another site would
        Assert.NotEqual(HttpStatusCode.OK, linked.Status);
        Assert.Equal("alice-1", (await Browser.OpenAsync(app.Address + "/session")).Text("#sub"));

        await Browser.SubmitAsync(session, "/account/logout");
        var again = await Browser.SubmitAsync(session, "/account/logout");
        Assert.Equal((HttpStatusCode.OK, "/account/signed-out"), (again.Status, again.Address.AbsolutePath));
    }

    [Theory]
    [InlineData('A', "https://evil.test/", "/session")]
    [InlineData('A', "//evil.test/", "/session")]
    [InlineData('A', "/\\evil.test", "/session")]
    [InlineData('A', "/?x=1", "/?x=1")]
    [InlineData('B', "//evil.test/", "/session")]
    public async Task Signing_in_leads_to_local_addresses_only(char which, string returnUrl, string expected)
    {
        await using var app = Start(which);

        var page = await Browser.OpenAsync(app.Address + "/account/login?returnUrl=" + Uri.EscapeDataString(returnUrl));

        Assert.Equal((app.Address, expected), (page.Address.GetLeftPart(UriPartial.Authority), page.Address.PathAndQuery));
    }

    [Theory]
    [InlineData('A', "access_denied", 403, "You were not signed in")]
    [InlineData('B', "access_denied", 403, "You were not signed in")]
    [InlineData('A', "server_error", 400, "The sign-in did not work")]
    [InlineData('B', "server_error", 400, "The sign-in did not work")]
    public async Task A_failed_sign_in_is_a_page_with_a_way_on_and_no_loop(char which, string error, int status, string title)
    {
        Provider.Answer = answer => answer[0] = new("error", error);
        await using var app = Start(which);

        var page = await Browser.OpenAsync(app.Address + "/session");

        Assert.Equal((status, title, "Try again"), ((int)page.Status, page.Text("#error"), page.Text("main a")));
        Assert.Equal("/account/login?returnUrl=%2Fsession", page.Attribute("main a", "href"));
        Assert.Single(Provider.AuthorizeRequests);
        Assert.Null((await Browser.StepAsync(app.Address + "/")).Text("#who"));
    }

    [Theory, InlineData('A'), InlineData('B')]
    public async Task AProvider_that_is_down_is_a_503_page(char which)
    {
        await using var app = Start(which);
        await Provider.DisposeAsync();

        var page = await Browser.OpenAsync(app.Address + "/account/login");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Sign-in is not available right now"), (page.Status, page.Text("#error")));
        Provider = await FakeProvider.StartAsync();
    }

    [Theory, InlineData('A'), InlineData('B')]
    public async Task A_restart_keeps_people_signed_in(char which)
    {
        await using (var before = Start(which))
            await Browser.OpenAsync(before.Address + "/session");

        await using var after = Start(which);

        Assert.Equal((HttpStatusCode.OK, "alice-1"), await SubAsync(after));
        async Task<(HttpStatusCode, string?)> SubAsync(IClientHost app)
        {
            var page = await Browser.StepAsync(app.Address + "/session");
            return (page.Status, page.Text("#sub"));
        }
    }

    [Fact]
    public async Task A_cookie_planted_before_a_sign_in_is_worth_nothing_after_it()
    {
        await using var app = Start('B');
        Provider.IdToken = token => token.Claims["sub"] = "mallory";
        Provider.UserInfo["sub"] = "mallory";
        await Browser.OpenAsync(app.Address + "/session");
        var planted = Browser.Cookies.GetAllCookies().Single(c => c.Name == "ClientB.Session").Value;
        Assert.True(planted.Length < 1000, "The cookie holds a key, not the tokens.");

        Provider.IdToken = _ => { };
        Provider.UserInfo["sub"] = "alice-1";
        await Browser.OpenAsync(app.Address + "/account/login"); // the victim signs in, in a browser that has the planted cookie

        Assert.Equal("alice-1", (await Browser.StepAsync(app.Address + "/session")).Text("#sub"));
        using var attacker = new TestBrowser();
        attacker.Cookies.Add(new Uri(app.Address), new Cookie("ClientB.Session", planted));
        Assert.Equal(HttpStatusCode.Redirect, (await attacker.StepAsync(app.Address + "/session")).Status);
    }

    [Fact]
    public async Task What_nobody_opened_to_everybody_is_closed_in_ClientB_and_its_styles_are_served()
    {
        await using var app = Start('B');

        Assert.Equal(HttpStatusCode.Redirect, (await Browser.StepAsync(app.Address + "/whatever")).Status);
        foreach (var file in (string[])["/app.css", "/accent.css", "/times.js", "/records.js", "/icon.svg", "/session-events.js", "/health"])
            Assert.Equal((file, HttpStatusCode.OK), (file, (await Browser.StepAsync(app.Address + file)).Status));
    }

    [Theory]
    [InlineData("/nothing", 404)]
    [InlineData("/error/500", 404)]
    [InlineData("/signin-oidc", 400)]
    [InlineData("/account/logout", 405)]
    [InlineData("//evil.test/", 404)]
    public async Task A_wrong_address_is_a_page(string path, int status)
    {
        await using var app = Start('A');

        var page = await Browser.StepAsync(app.Address + path);

        Assert.Equal((status, "text/html"), ((int)page.Status, page.MediaType));
        Assert.False(string.IsNullOrEmpty(page.Text("#error")));
    }

    [Theory, InlineData('A'), InlineData('B')]
    public async Task Records_are_read_with_a_token_that_is_renewed_once_and_end_with_it(char which)
    {
        var (refreshes, accepted) = (0, "access-new");
        Provider.TokenAnswer = answer => answer["expires_in"] = 1; // due at once
        Provider.Intercept = async http =>
        {
            if (http.Request.Path == "/token" && (await http.Request.ReadFormAsync())["grant_type"] == "refresh_token")
            {
                Interlocked.Increment(ref refreshes);
                await http.Response.WriteAsJsonAsync(new { access_token = "access-new", refresh_token = "refresh-new", token_type = "Bearer", expires_in = 600 });
                return true;
            }

            if (http.Request.Path != "/api/data-event-records")
                return false;
            if (http.Request.Headers.Authorization == $"Bearer {accepted}")
                await http.Response.WriteAsJsonAsync(new { items = new[] { new { name = "Backup", description = "done", timestamp = DateTimeOffset.UnixEpoch } }, total = 1 });
            else
                http.Response.StatusCode = 401;
            return true;
        };
        await using var app = Start(which);
        await Browser.OpenAsync(app.Address + "/session");

        // Together, with one cookie: a rotated refresh token may be used once.
        var pages = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Browser.StepAsync(app.Address + "/records/data")));
        var page = await Browser.OpenAsync(app.Address + "/records");

        Assert.All(pages, p => Assert.Equal("Backup", (string?)JsonNode.Parse(p.Body)!["items"]![0]!["name"]));
        Assert.Equal((HttpStatusCode.OK, "Backup", 1), (page.Status, page.Text("#records tbody td"), refreshes));
        Assert.DoesNotContain("access-new", page.Body, StringComparison.Ordinal);

        accepted = "none";
        Assert.Equal(HttpStatusCode.Unauthorized, (await Browser.StepAsync(app.Address + "/records/data")).Status);
        var ended = await Browser.OpenAsync(app.Address + "/records");
        Assert.Equal((HttpStatusCode.Unauthorized, "Sign in"), (ended.Status, ended.Text("main a.button")));
    }

    private string LogoutToken(char which, string sid)
    {
        var token = new IdTokenBuilder(Provider.Keys[0], Provider.Issuer, $"client-{char.ToLowerInvariant(which)}", nonce: null, TimeProvider.System.GetUtcNow());
        token.Header["typ"] = "logout+jwt";
        (token.Claims["sid"], token.Claims["jti"]) = (sid, Guid.NewGuid().ToString("N"));
        token.Claims["events"] = new JsonObject { ["http://schemas.openid.net/event/backchannel-logout"] = new JsonObject() };
        return token.Build();
    }
}
