using System.Net;

using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>Sign-out with a valid hint, and without one.</summary>
public sealed class EndSessionTests(ProviderHost host) : EndSessionTest(host)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_valid_hint_signs_out_and_goes_back_with_the_state_as_it_was(bool post)
    {
        var (browser, tokens) = await TokensAsync();
        var request = SignOut(tokens.Text("id_token"));
        var asked = post ? await browser.PostAsync("/connect/endsession", request) : await AskAsync(browser, request);
        Assert.Equal(HttpStatusCode.SeeOther, asked.Status);
        Assert.Equal("no-referrer", asked.Header("Referrer-Policy"));
        var answer = await browser.FollowAsync(asked);
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.StartsWith("https://web.test/bye?state=", answer.Location);
        Assert.Equal(["state"], answer.Query.Keys);
        Assert.Equal(State, answer.Query["state"]);
        Assert.False(await IsSignedInAsync(browser));
        Assert.False(await IsActiveAsync(tokens.Text("access_token")));
    }

    [Fact]  // C-044, C-057
    public async Task The_client_that_asks_is_told_too_and_before_the_person_is_sent_back()
    {
        var (browser, tokens) = await TokensAsync("told");
        await TokensAsync(browser, "told-es");
        var sid = tokens.Claims("id_token").GetProperty("sid").GetString()!;
        var request = SignOut(tokens.Text("id_token"));
        request["post_logout_redirect_uri"] = "https://told.test/bye";
        Assert.StartsWith("https://told.test/bye", (await FollowAsync(browser, request)).Location);
        Assert.True(Host.Receiver.HasToken("told", sid) && Host.Receiver.HasToken("told-es", sid), "The person is back before the clients were told.");
    }

    [Fact]
    public async Task A_valid_hint_ends_its_session_also_where_the_browser_lost_its_cookie()
    {
        var (browser, tokens) = await TokensAsync();
        var answer = await FollowAsync(NewBrowser(), SignOut(tokens.Text("id_token")));
        Assert.StartsWith("https://web.test/bye?state=", answer.Location);
        Assert.False(await IsSignedInAsync(browser));
        Assert.False(await IsActiveAsync(tokens.Text("access_token")));
    }

    [Fact]
    public async Task A_doubtful_hint_ends_nothing_where_the_browser_lost_its_cookie()
    {
        var (browser, tokens) = await TokensAsync();
        var token = tokens.Text("id_token");
        var request = SignOut(token[..^8] + new string(token[^8] == 'A' ? 'B' : 'A', 8));
        request["client_id"] = "web";
        await FollowAsync(NewBrowser(), request);
        Assert.True(await IsSignedInAsync(browser));
        Assert.True(await IsActiveAsync(tokens.Text("access_token")));
    }

    [Fact]
    public async Task A_state_of_128_characters_comes_back_whole()
    {
        var (browser, tokens) = await TokensAsync();
        var request = SignOut(tokens.Text("id_token"));
        request["state"] = string.Concat(Enumerable.Range(0, 16).Select(i => $"{i:x}+&=% ü~"));
        Assert.Equal(128, request["state"]!.Length);
        Assert.Equal(request["state"], (await FollowAsync(browser, request)).Query["state"]);
    }

    [Fact]
    public async Task Without_a_state_none_is_added()
    {
        var (browser, tokens) = await TokensAsync();
        var request = SignOut(tokens.Text("id_token"));
        request["state"] = null;
        Assert.Equal("https://web.test/bye", (await FollowAsync(browser, request)).Location);
    }

    [Fact]
    public async Task The_query_of_a_registered_address_is_kept()
    {
        var (browser, tokens) = await TokensAsync();
        var request = SignOut(tokens.Text("id_token"));
        request["post_logout_redirect_uri"] = "https://web.test/bye?keep=1";
        var answer = await FollowAsync(browser, request);
        Assert.StartsWith("https://web.test/bye?keep=1&state=", answer.Location);
    }

    [Fact]
    public async Task An_expired_hint_is_accepted()
    {
        var (browser, tokens) = await TokensAsync();
        Host.Time.Advance(TimeSpan.FromMinutes(10));    // ID tokens live five
        Assert.StartsWith("https://web.test/bye", (await FollowAsync(browser, SignOut(tokens.Text("id_token")))).Location);
        Assert.False(await IsSignedInAsync(browser));
    }

    [Theory]
    [InlineData("es", "https://es.test/bye")]
    public async Task A_hint_signed_with_the_other_algorithm_is_accepted(string client, string uri)
    {
        var (browser, tokens) = await TokensAsync(client);
        var request = SignOut(tokens.Text("id_token"));
        request["post_logout_redirect_uri"] = uri;
        Assert.StartsWith(uri, (await FollowAsync(browser, request)).Location);
    }

    [Fact]
    public async Task The_client_id_may_stand_beside_the_hint()
    {
        var (browser, tokens) = await TokensAsync();
        var request = SignOut(tokens.Text("id_token"));
        request["client_id"] = "web";
        Assert.StartsWith("https://web.test/bye", (await FollowAsync(browser, request)).Location);
    }

    [Fact]
    public async Task Somebody_who_is_signed_out_already_is_sent_back_too()
    {
        var (browser, tokens) = await TokensAsync();
        await FollowAsync(browser, SignOut(tokens.Text("id_token")));
        var again = await FollowAsync(browser, SignOut(tokens.Text("id_token")));
        Assert.StartsWith("https://web.test/bye?state=", again.Location);
        var stranger = await FollowAsync(NewBrowser(), SignOut(tokens.Text("id_token")));
        Assert.StartsWith("https://web.test/bye?state=", stranger.Location);
    }

    [Fact]
    public async Task A_hint_without_an_address_signs_out_and_stays_here()
    {
        var (browser, tokens) = await TokensAsync("jwt");       // has exactly one registered address, which must not be guessed
        var answer = await FollowAsync(browser, new() { ["id_token_hint"] = tokens.Text("id_token") });
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.DoesNotContain("https://jwt.test", answer.Body, StringComparison.Ordinal);
        Assert.False(await IsSignedInAsync(browser));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("state", "only-a-state-5f1")]
    [InlineData("client_id", "web")]
    [InlineData("logout_hint", "somebody")]
    [InlineData("ui_locales", "xx-YY zz")]
    [InlineData("something_else", "entirely")]
    public async Task Without_a_hint_the_person_is_asked_and_says_yes(string? name, string? value)
    {
        var (browser, tokens) = await TokensAsync("told");
        var sid = tokens.Claims("id_token").GetProperty("sid").GetString()!;
        var request = new Dictionary<string, string?>();
        if (name is not null)
            request[name] = value;
        var page = await FollowAsync(browser, request);
        await AssertAskedAsync(browser, page);
        if (value is not null && name == "state")
            Assert.DoesNotContain(value, page.Body, StringComparison.Ordinal);
        Assert.False(Host.Receiver.HasToken("told", sid));
        var done = await SayAsync(browser, page, "yes");
        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.False(await IsSignedInAsync(browser));
        Assert.NotEmpty(await Host.Receiver.TokenAsync("told", sid));
    }

    [Fact]
    public async Task Saying_no_keeps_the_session_and_goes_to_no_client()
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var page = await FollowAsync(browser, new() { ["client_id"] = "web", ["post_logout_redirect_uri"] = "https://web.test/bye" });
        var answer = await SayAsync(browser, page, "no");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.True(await IsSignedInAsync(browser));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("web")]
    public async Task Without_a_hint_nobody_is_sent_to_an_address_even_a_registered_one(string? client)
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var request = SignOut(null);
        request["client_id"] = client;
        var page = await FollowAsync(browser, request);
        await AssertAskedAsync(browser, page);
        Assert.Equal(HttpStatusCode.OK, (await SayAsync(browser, page, "yes")).Status);
        Assert.Equal(HttpStatusCode.OK, (await FollowAsync(NewBrowser(), request)).Status);     // nor when nobody is signed in
    }

    [Fact]
    public async Task A_hint_of_another_person_asks_and_never_signs_out_silently()
    {
        var (_, tokens) = await TokensAsync(sub: ProviderHost.Bob);
        var browser = NewBrowser();
        await browser.SignInAsync();
        var page = await FollowAsync(browser, SignOut(tokens.Text("id_token")));
        await AssertAskedAsync(browser, page);
    }

    [Fact]
    public async Task A_hint_of_a_former_session_of_the_same_person_asks()
    {
        var (browser, tokens) = await TokensAsync();
        await EndSessionAsync(tokens.Claims("id_token").GetProperty("sid").GetString()!);
        await browser.SignInAsync();
        var page = await FollowAsync(browser, SignOut(tokens.Text("id_token")));
        await AssertAskedAsync(browser, page);
        Assert.StartsWith("https://web.test/bye", (await SayAsync(browser, page, "yes")).Location);
    }

    [Fact]
    public async Task A_sign_out_that_waits_is_judged_by_the_session_of_the_moment()
    {
        var (browser, tokens) = await TokensAsync();
        var asked = await AskAsync(browser, SignOut(tokens.Text("id_token")));
        await browser.SignInAsync(ProviderHost.Bob);    // in another tab, before the page is opened
        await AssertAskedAsync(browser, await browser.FollowAsync(asked));
    }

    [Fact]
    public async Task Asking_changes_nothing_and_the_answer_needs_the_antiforgery_token()
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var asked = await AskAsync(browser, []);
        var page = await browser.FollowAsync(asked);
        var forged = await browser.PostAsync(asked.Location, [new("answer", "yes")]);
        Assert.Equal(HttpStatusCode.BadRequest, forged.Status);
        await AssertAskedAsync(browser, page);
        foreach (var header in new[] { page.Header("Content-Security-Policy"), (await browser.GetAsync("/error")).Header("Content-Security-Policy") })
            Assert.Contains("frame-ancestors 'none'", header, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_of_an_ended_session_is_worth_nothing_elsewhere()
    {
        var (browser, tokens) = await TokensAsync();
        var cookies = Host.Server.CreateHandler();
        using var http = new HttpClient(cookies) { BaseAddress = new Uri(ProviderHost.Issuer) };
        var signIn = await http.GetAsync($"/test/signin?sub={ProviderHost.Alice}");
        var cookie = signIn.Headers.GetValues("Set-Cookie").First(value => !value.Contains("expires=Thu, 01 Jan 1970", StringComparison.Ordinal)).Split(';')[0];
        var sid = await signIn.Content.ReadAsStringAsync();
        var request = Authorization();
        request["prompt"] = "none";
        Assert.Contains("code=", await LocationAsync(), StringComparison.Ordinal);
        await EndSessionAsync(sid);
        Assert.Contains("error=login_required", await LocationAsync(), StringComparison.Ordinal);
        Assert.True(await IsSignedInAsync(browser));    // the other browser of the same person goes on

        async Task<string> LocationAsync()
        {
            var replay = new HttpRequestMessage(HttpMethod.Get, Uris.Of("/connect/authorize", request));
            replay.Headers.Add("Cookie", cookie);
            return (await http.SendAsync(replay)).Headers.Location!.OriginalString;
        }
    }
}
