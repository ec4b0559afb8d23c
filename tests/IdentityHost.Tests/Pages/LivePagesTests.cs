using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

using IdentityHost.Delivery;
using IdentityHost.Sessions;

using Microsoft.AspNetCore.WebUtilities;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.Pages;

/// <summary>The pages with everything real below them.</summary>
public sealed class LivePagesTests(LiveHost host) : IClassFixture<LiveHost>
{
    [Fact]
    public async Task A_hanging_app_holds_the_person_up_for_a_moment_only_and_is_named_until_it_answers()
    {
        host.Sink.Hang("c");
        using var browser = await host.BrowseAsAsync("bob");
        await host.JoinAsync("bob-sub", "a", "c");
        var answer = await browser.PressAsync(await browser.GetAsync("/account/logout"), "main button[value=yes]");
        var page = await browser.GetAsync(answer.Location!);
        Assert.Contains("App c has not answered yet; we keep trying.", page.Main, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync("/account/sessions")).Status);

        host.Sink.Answer("c", null);
        var batch = (await host.Get<IDeliveries>().SearchAsync(new DeliveryFilter(ClientId: "c", Sub: "bob-sub"), 0, 1, default))[0];
        await Until.IsTrueAsync(async () =>
        {
            await host.Get<IDeliveries>().RedeliverAsync(batch.Id, "somebody", default);
            return (await browser.GetAsync(answer.Location!)).Main.Contains("Signed out of App a and App c.", StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_sign_in_form_still_works_after_a_sign_in_in_another_tab()
    {
        using var browser = host.Browse();
        var first = await browser.GetAsync("/account/login?ReturnUrl=%2Faccount%2Fsessions");
        await browser.SubmitAsync(await browser.GetAsync("/account/login"), ("Username", "carol"), ("Password", "carol-password"));
        var answer = await browser.SubmitAsync(first, ("Username", "carol"), ("Password", "carol-password"));
        Assert.Equal((HttpStatusCode.SeeOther, "/account/sessions"), (answer.Status, answer.Location));
    }

    [Fact]
    public async Task A_page_that_asks_by_itself_how_the_sign_out_goes_is_no_activity()
    {
        using var browser = await host.BrowseAsAsync("alice");
        var sid = await host.JoinAsync("alice-sub", "a");
        await host.Get<Data.IDatabase>().WriteAsync(
            (connection, transaction) => Dapper.SqlMapper.ExecuteAsync(
                connection, "UPDATE sessions SET last_seen_at = 1000 WHERE sid = @sid", new { sid }, transaction), default);

        await browser.GetAsync("/account/signed-out/status?r=unknown");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/admin/reports?batch=unknown")).Status);
        Assert.Equal(1000, await LastSeenAsync());
        await browser.GetAsync("/account/sessions");
        Assert.NotEqual(1000, await LastSeenAsync());

        async Task<long> LastSeenAsync() => (await host.Get<ISessions>().FindAsync(sid, default))!.LastSeenAt.ToUnixTimeMilliseconds();
    }

    [Fact]
    public async Task A_search_that_is_cut_in_the_middle_of_a_character_finds_nobody_and_breaks_nothing()
    {
        using var admin = await host.BrowseAsAsync("alice");
        foreach (var page in new[] { "sessions", "users", "ledger", "still", "audit" })
        {
            var answer = await admin.GetAsync($"/admin/{page}?search={Uri.EscapeDataString(new string('x', 199) + "\U0001F600")}");
            Assert.Equal((page, HttpStatusCode.OK), (page, answer.Status));
        }
    }

    [Fact]
    public async Task An_administrator_sees_and_ends_a_session_and_the_apps_are_told()
    {
        using var carol = await host.BrowseAsAsync("carol");
        var sid = await host.JoinAsync("carol-sub", "a", "b");
        using var admin = await host.BrowseAsAsync("alice");
        var answer = await admin.PressAsync(await admin.GetAsync("/admin/sessions?search=carol"), $"button[value='{sid}']");
        await Until.IsTrueAsync(() => host.Sink.Of("a", sid).Count + host.Sink.Of("b", sid).Count == 2);
        await Until.IsTrueAsync(async () => (await admin.GetAsync(answer.Location!)).Main.Contains("2 of 2 deliveries acknowledged.", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.SeeOther, (await carol.GetAsync("/account/sessions")).Status);

        await admin.PressAsync(await admin.GetAsync("/admin/users/one?sub=carol-sub"), "button[formaction*=Enable], button[formaction*=SignOut]");
        var audit = await admin.GetAsync("/admin/audit?search=alice");
        Assert.Contains("alice", audit.Html.QuerySelector("td[data-label=Who]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(audit.Html.QuerySelectorAll("td[data-label=To] code"), target => target.GetAttribute("title") == sid);
    }

    [Theory]
    [InlineData("alice", HttpStatusCode.OK)]
    [InlineData("bob", HttpStatusCode.Forbidden)]
    public async Task The_api_takes_this_providers_tokens_of_administrators_only(string person, HttpStatusCode status)
    {
        using var browser = await host.BrowseAsAsync(person);
        var token = await TokenAsync(browser);
        Assert.Equal(status, await AskAsync(token));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(token + "x"));

        await browser.PressAsync(await browser.GetAsync("/account/logout"), "main button[value=yes]");
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(token));   // the token died with the session
    }

    private async Task<HttpStatusCode> AskAsync(string token)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.GetAsync(new Uri("/api/sessions", UriKind.Relative));
        return response.StatusCode;
    }

    private static async Task<string> TokenAsync(Browser browser)
    {
        const string verifier = "a-code-verifier-that-is-long-enough-for-the-rules";
        var challenge = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var back = await browser.GetAsync(QueryHelpers.AddQueryString("/connect/authorize", new Dictionary<string, string?>
        {
            ["client_id"] = "a",
            ["redirect_uri"] = "https://a.test/cb",
            ["response_type"] = "code",
            ["scope"] = "openid identity.sessions.read",
            ["code_challenge"] = challenge,
            ["code_challenge_method"] = "S256",
            ["nonce"] = "n",
            ["state"] = "s",
        }));
        var code = QueryHelpers.ParseQuery(new Uri(back.Location!).Query)["code"].ToString();
        var answer = await browser.PostAsync("/connect/token", ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", "https://a.test/cb"),
            ("code_verifier", verifier), ("client_id", "a"), ("client_secret", "secret"));
        return JsonDocument.Parse(answer.Text).RootElement.GetProperty("access_token").GetString()!;
    }
}
