using System.Net;

using Xunit;

namespace IdentityHost.Tests.Provider;

public sealed class AuthorizeTests(ProviderHost host) : ProviderTest(host)
{
    [Fact]
    public async Task A_signed_in_person_goes_back_with_code_state_and_issuer()
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var answer = await AuthorizeAsync(browser, Authorization());
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.StartsWith("https://web.test/cb?code=", answer.Location);
        Assert.Equal(["code", "state", "iss"], answer.Query.Keys);
        Assert.Equal("state +&=%ü", answer.Query["state"]);
        Assert.Equal(ProviderHost.Issuer, answer.Query["iss"]);
        Assert.Equal(43, answer.Query["code"].Length);
        Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
        Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_by_POST_is_the_same()
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var answer = await browser.PostAsync("/connect/authorize", Authorization());
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.True(answer.Query.ContainsKey("code"));
    }

    [Fact]
    public async Task A_POST_from_another_site_comes_without_the_cookie_and_is_looked_at_again_with_it()
    {
        var posted = await NewBrowser().PostAsync("/connect/authorize", Authorization());
        Assert.Equal(HttpStatusCode.SeeOther, posted.Status);
        Assert.StartsWith("/connect/authorize?", posted.Location);
        var browser = NewBrowser();
        await browser.SignInAsync();
        var answer = await browser.GetAsync(posted.Location);
        Assert.True(answer.Query.ContainsKey("code"));
        Assert.Equal("state +&=%ü", answer.Query["state"]);
        Assert.StartsWith("/account/login", (await NewBrowser().GetAsync(posted.Location)).Location);
    }

    [Fact]
    public async Task The_query_of_a_registered_address_is_kept()
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var request = Authorization();
        request["redirect_uri"] = "https://web.test/cb?tenant=a";
        Assert.StartsWith("https://web.test/cb?tenant=a&code=", (await AuthorizeAsync(browser, request)).Location);
    }

    [Fact]
    public async Task Form_post_brings_the_same_fields_under_a_strict_policy()
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var request = Authorization();
        request["response_mode"] = "form_post";
        request["state"] = "\"><script>alert(1)</script>";
        var answer = await AuthorizeAsync(browser, request);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(answer.Body);
        Assert.Equal("https://web.test/cb", document.QuerySelector("form")!.GetAttribute("action"));
        Assert.Equal(["code", "state", "iss"], document.QuerySelectorAll("input").Select(input => input.GetAttribute("name")));
        Assert.Equal(request["state"], document.QuerySelector("input[name=state]")!.GetAttribute("value"));
        Assert.NotNull(document.QuerySelector("noscript"));
        var policy = answer.Header("Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        var script = document.QuerySelector("script")!.TextContent;
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(script)));
        Assert.Contains($"script-src 'sha256-{hash}'", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_person_goes_to_the_sign_in_page_and_back()
    {
        var browser = NewBrowser();
        var answer = await AuthorizeAsync(browser, Authorization());
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.StartsWith("/account/login?ReturnUrl=", answer.Location);
        var returnUrl = answer.Query["ReturnUrl"];
        Assert.StartsWith("/connect/authorize?", returnUrl);
        await browser.SignInAsync();
        var back = await browser.GetAsync(returnUrl);
        Assert.StartsWith("https://web.test/cb?code=", back.Location);
        Assert.Equal("state +&=%ü", back.Query["state"]);
    }

    [Theory]
    [InlineData("https://web.test/cb/")]
    [InlineData("https://web.test/CB")]
    [InlineData("https://WEB.test/cb")]
    [InlineData("https://web.test:443/cb")]
    [InlineData("http://web.test/cb")]
    [InlineData("https://web.test/cb?x=1")]
    [InlineData("https://web.test/cb?tenant=b")]
    [InlineData("https://web.test/cb#f")]
    [InlineData("https://web.test/cb/../cb")]
    [InlineData("https://evil.test/cb")]
    [InlineData("https://spa.test/cb")]
    [InlineData("//web.test/cb")]
    [InlineData("")]
    [InlineData(null)]
    public async Task An_address_that_is_not_registered_exactly_gets_an_error_page_and_no_redirect(string? uri)
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var request = Authorization();
        request["redirect_uri"] = uri;
        AssertErrorPage(await AuthorizeAsync(browser, request));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("WEB")]
    [InlineData("off")]
    [InlineData(null)]
    public async Task An_unknown_or_disabled_client_gets_an_error_page(string? client)
    {
        var request = Authorization(client == "off" ? "off" : "web");
        request["client_id"] = client;
        AssertErrorPage(await AuthorizeAsync(NewBrowser(), request));
    }

    [Theory]
    [InlineData("&state=other")]
    [InlineData("&client_id=web")]
    [InlineData("&redirect_uri=https%3A%2F%2Fweb.test%2Fcb")]
    [InlineData("&x=%ff")]
    [InlineData("&x=%00")]
    [InlineData("&x=%C3%28")]
    public async Task A_repeated_or_broken_parameter_gets_an_error_page(string more)
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        AssertErrorPage(await browser.GetAsync(Uris.Of("/connect/authorize", Authorization()) + more));
    }

    [Theory]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_type", "code id_token", "unsupported_response_type")]
    [InlineData("response_type", null, "invalid_request")]
    [InlineData("response_mode", "fragment", "invalid_request")]
    [InlineData("scope", null, "invalid_scope")]
    [InlineData("scope", "profile", "invalid_scope")]
    [InlineData("scope", "openid unheard.of", "invalid_scope")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge", "tooshort", "invalid_request")]
    [InlineData("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c=", "invalid_request")]
    [InlineData("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM", "invalid_request")]
    [InlineData("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cMX", "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge_method", "s256", "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("prompt", "none login", "invalid_request")]
    [InlineData("prompt", "create", "invalid_request")]
    [InlineData("max_age", "-1", "invalid_request")]
    [InlineData("max_age", "soon", "invalid_request")]
    [InlineData("id_token_hint", "not.a.jwt", "invalid_request")]
    [InlineData("request", "eyJhbGciOiJub25lIn0.e30.", "request_not_supported")]
    [InlineData("request_uri", "https://evil.test/object", "request_uri_not_supported")]
    public async Task A_wrong_request_is_told_to_the_client_with_state_and_issuer(string name, string? value, string error)
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var request = Authorization();
        request[name] = value;
        var answer = await AuthorizeAsync(browser, request);
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.StartsWith("https://web.test/cb?error=", answer.Location);
        Assert.Equal(error, answer.Query["error"]);
        Assert.Equal("state +&=%ü", answer.Query["state"]);
        Assert.Equal(ProviderHost.Issuer, answer.Query["iss"]);
        Assert.False(answer.Query.ContainsKey("code"));
    }

    [Fact]
    public async Task An_error_honours_form_post()
    {
        var request = Authorization();
        (request["response_mode"], request["prompt"]) = ("form_post", "none");
        var answer = await AuthorizeAsync(NewBrowser(), request);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("login_required", answer.Body, StringComparison.Ordinal);
        Assert.Contains("name=\"iss\"", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spa", false)]
    [InlineData("lax", true)]
    public async Task Only_a_confidential_client_can_be_excused_from_PKCE(string client, bool excused)
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var request = Authorization(client);
        (request["code_challenge"], request["code_challenge_method"]) = (null, null);
        Assert.Equal(excused, (await AuthorizeAsync(browser, request)).Query.ContainsKey("code"));
    }

    [Fact]
    public async Task A_challenge_method_without_a_challenge_is_refused_even_where_PKCE_is_optional()
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var request = Authorization("lax");
        request["code_challenge"] = null;
        Assert.Equal("invalid_request", (await AuthorizeAsync(browser, request)).Query["error"]);
    }

    [Fact]
    public async Task Unknown_parameters_and_ui_locales_are_ignored()
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var request = Authorization();
        (request["x-client-SKU"], request["ui_locales"], request["acr_values"], request["display"]) = ("ID_NET", "xx-YY", "gold", "touch");
        Assert.True((await AuthorizeAsync(browser, request)).Query.ContainsKey("code"));
    }

    [Fact]
    public async Task No_page_of_another_origin_may_read_authorize()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Uris.Of("/connect/authorize", Authorization("spa")));
        request.Headers.Add("Origin", "https://spa.test");
        Assert.Equal("", (await NewBrowser().SendAsync(request)).Header("Access-Control-Allow-Origin"));
        var preflight = new HttpRequestMessage(HttpMethod.Options, "/connect/authorize");
        preflight.Headers.Add("Origin", "https://spa.test");
        preflight.Headers.Add("Access-Control-Request-Method", "GET");
        Assert.Equal("", (await NewBrowser().SendAsync(preflight)).Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_request_too_large_for_the_way_through_the_sign_in_page_gets_an_error_page()
    {
        var request = Authorization();
        request["state"] = new string('s', 7500);
        AssertErrorPage(await NewBrowser().PostAsync("/connect/authorize", request));
        request["state"] = new string('s', 100_000);
        AssertErrorPage(await NewBrowser().PostAsync("/connect/authorize", request));
    }

    private static void AssertErrorPage(Answer answer)
    {
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.StartsWith("/error?errorId=", answer.Location);
    }
}
