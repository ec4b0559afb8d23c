using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>When the person must sign in, may, or must not be asked.</summary>
public sealed class AuthorizePromptTests(ProviderHost host) : ProviderTest(host)
{
    [Fact]
    public async Task Prompt_none_without_a_session_is_login_required()
        => Assert.Equal("login_required", (await AuthorizeAsync(NewBrowser(), With("prompt", "none"))).Query["error"]);

    [Fact]
    public async Task Prompt_none_with_a_session_gives_a_code()
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        Assert.True((await AuthorizeAsync(browser, With("prompt", "none"))).Query.ContainsKey("code"));
    }

    [Fact]
    public async Task Prompt_none_after_the_session_ended_is_login_required()
    {
        var browser = NewBrowser();
        await EndSessionAsync(await browser.SignInAsync());
        var answer = await AuthorizeAsync(browser, With("prompt", "none"));
        Assert.Equal("login_required", answer.Query["error"]);
        Assert.Equal((ProviderHost.Issuer, "state +&=%ü"), (answer.Query["iss"], answer.Query["state"]));
    }

    [Theory]
    [InlineData("login")]
    [InlineData("select_account")]
    [InlineData("login consent")]
    public async Task Prompt_login_asks_once_and_never_loops(string prompt)
    {
        var browser = NewBrowser();
        var sid = await browser.SignInAsync();
        Host.Time.Advance(TimeSpan.FromSeconds(2));
        var asked = await AuthorizeAsync(browser, With("prompt", prompt));
        Assert.StartsWith("/account/login", asked.Location);

        // Coming back without having signed in is not enough.
        Assert.StartsWith("/account/login", (await browser.GetAsync(asked.Query["ReturnUrl"])).Location);

        Host.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(sid, await browser.SignInAsync());     // the same person again: the session goes on
        var back = await browser.GetAsync(asked.Query["ReturnUrl"]);
        var tokens = await TokenAsync(Redemption(back.Query["code"]));
        Assert.Equal(sid, tokens.Claims("id_token").GetProperty("sid").GetString());
    }

    [Fact]
    public async Task The_note_of_one_request_does_not_answer_another()
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var asked = await AuthorizeAsync(browser, With("prompt", "login"));
        var note = Uris.Query(asked.Query["ReturnUrl"])["interaction"];
        await browser.SignInAsync();
        var other = With("prompt", "login");
        (other["state"], other["interaction"]) = ("another", note);
        Assert.StartsWith("/account/login", (await AuthorizeAsync(browser, other)).Location);
    }

    [Fact]
    public async Task Prompt_consent_asks_nothing_because_the_operator_consented_by_registering()
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        Assert.True((await AuthorizeAsync(browser, With("prompt", "consent"))).Query.ContainsKey("code"));
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("30", true)]
    [InlineData("3000", false)]
    public async Task Max_age_asks_for_a_new_sign_in_when_the_last_one_is_older(string maxAge, bool asks)
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        var answer = await AuthorizeAsync(browser, With("max_age", maxAge));
        Assert.Equal(asks, answer.Location.StartsWith("/account/login", StringComparison.Ordinal));
        if (!asks)
            return;
        await browser.SignInAsync();
        var tokens = await TokenAsync(Redemption((await browser.GetAsync(answer.Query["ReturnUrl"])).Query["code"]));
        Assert.True(tokens.Claims("id_token").GetProperty("auth_time").GetInt64() > Host.Time.GetUtcNow().ToUnixTimeSeconds() - 30);
    }

    [Fact]
    public async Task Max_age_with_prompt_none_is_login_required_when_the_sign_in_is_older()
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        var request = With("max_age", "30");
        request["prompt"] = "none";
        Assert.Equal("login_required", (await AuthorizeAsync(browser, request)).Query["error"]);
    }

    [Fact]
    public async Task A_hint_for_the_person_who_is_signed_in_gives_a_code()
    {
        var (browser, tokens) = await TokensAsync();
        var request = With("id_token_hint", tokens.Text("id_token"));
        request["prompt"] = "none";
        Assert.True((await AuthorizeAsync(browser, request)).Query.ContainsKey("code"));
    }

    [Fact]
    public async Task A_hint_for_somebody_else_never_gives_a_code()
    {
        var (_, tokens) = await TokensAsync(sub: ProviderHost.Bob);
        var browser = NewBrowser();
        await browser.SignInAsync();
        var request = With("id_token_hint", tokens.Text("id_token"));
        request["prompt"] = "none";
        Assert.Equal("login_required", (await AuthorizeAsync(browser, request)).Query["error"]);

        request["prompt"] = null;
        var asked = await AuthorizeAsync(browser, request);
        Assert.StartsWith("/account/login", asked.Location);
        await browser.SignInAsync();    // Alice again, not Bob
        var back = await browser.GetAsync(asked.Query["ReturnUrl"]);
        Assert.Equal("login_required", back.Query["error"]);
        Assert.False(back.Query.ContainsKey("code"));
    }

    [Fact]
    public async Task The_sign_in_page_learns_who_asks_and_how_to_decline()
    {
        var browser = NewBrowser();
        var asked = await AuthorizeAsync(browser, With("login_hint", "alice"));
        await using var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(Host.Services);
        var interaction = (IdentityHost.Provider.IProviderInteraction)scope.ServiceProvider.GetService(typeof(IdentityHost.Provider.IProviderInteraction))!;
        var context = await interaction.GetSignInAsync(asked.Query["ReturnUrl"], CancellationToken.None);
        Assert.NotNull(context);
        Assert.Equal(("web", "The web application", "alice"), (context.ClientId, context.ClientName, context.LoginHint));

        var declined = await browser.GetAsync(context.CancelUrl);
        Assert.Equal("access_denied", declined.Query["error"]);
        Assert.Equal("state +&=%ü", declined.Query["state"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("https://evil.test/connect/authorize?client_id=web")]
    [InlineData("//evil.test/connect/authorize?client_id=web")]
    [InlineData("/connect/authorize")]
    [InlineData("/connect/authorize?client_id=nobody")]
    [InlineData("/connect/authorize?client_id=web&client_id=web")]
    [InlineData("/connect/authorize?client_id=web&redirect_uri=https%3A%2F%2Fevil.test%2F")]
    public async Task Another_address_is_no_sign_in_of_this_engine(string? returnUrl)
    {
        await using var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(Host.Services);
        var interaction = (IdentityHost.Provider.IProviderInteraction)scope.ServiceProvider.GetService(typeof(IdentityHost.Provider.IProviderInteraction))!;
        Assert.Null(await interaction.GetSignInAsync(returnUrl, CancellationToken.None));
    }

    [Fact]
    public async Task The_same_person_in_two_browsers_has_two_sids_and_a_new_one_after_signing_out()
    {
        var (first, firstTokens) = await TokensAsync();
        var (_, secondTokens) = await TokensAsync();
        var sid = firstTokens.Claims("id_token").GetProperty("sid").GetString()!;
        Assert.NotEqual(sid, secondTokens.Claims("id_token").GetProperty("sid").GetString());
        Assert.Equal(sid, (await TokensAsync(first, "jwt")).Claims("id_token").GetProperty("sid").GetString());
        Assert.Matches("^[A-Za-z0-9_-]{22,}$", sid);
        await EndSessionAsync(sid);
        await first.SignInAsync();
        Assert.NotEqual(sid, (await TokensAsync(first)).Claims("id_token").GetProperty("sid").GetString());
    }

    [Fact]
    public async Task Another_person_in_the_same_browser_gets_another_sid_and_the_first_session_is_over()
    {
        var browser = NewBrowser();
        var alices = await browser.SignInAsync();
        var aliceTokens = await TokensAsync(browser);
        var bobs = await browser.SignInAsync(ProviderHost.Bob);
        Assert.NotEqual(alices, bobs);
        Assert.False(await IsActiveAsync(aliceTokens.Text("access_token")));
        Assert.Equal(ProviderHost.Bob, (await TokensAsync(browser)).Claims("id_token").GetProperty("sub").GetString());
    }

    private static Dictionary<string, string?> With(string name, string? value)
    {
        var request = Authorization();
        request[name] = value;
        return request;
    }
}
