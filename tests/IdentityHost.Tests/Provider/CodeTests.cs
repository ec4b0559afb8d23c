using System.Net;

using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>The token endpoint, authorization_code.</summary>
public sealed class CodeTests(ProviderHost host) : ProviderTest(host)
{
    [Fact]
    public async Task A_known_scope_that_the_client_may_not_have_is_left_out_of_what_it_gets()
    {
        var (_, tokens) = await TokensAsync("web", "openid profile orders.read billing");
        Assert.Equal("openid profile orders.read", tokens.Text("scope"));
        Assert.False(await IsActiveAsync(tokens.Text("access_token"), "billing"));
        Assert.True(await IsActiveAsync(tokens.Text("access_token")));
    }

    [Fact]
    public async Task A_code_gives_tokens_that_nobody_may_store()
    {
        var (_, answer) = await TokensAsync();
        Assert.Equal("application/json", answer.Response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal("no-cache", answer.Header("Pragma"));
        Assert.Equal("Bearer", answer.Text("token_type"));
        Assert.Equal(3600, answer.Json.GetProperty("expires_in").GetInt32());
        Assert.Equal("openid profile orders.read", answer.Text("scope"));
        Assert.False(answer.Has("refresh_token"));
        Assert.Equal(43, answer.Text("access_token").Length);
    }

    [Theory]
    [InlineData("web", "RS256")]
    [InlineData("es", "ES256")]
    public async Task The_ID_token_says_who_when_and_in_which_session(string client, string alg)
    {
        var browser = NewBrowser();
        var sid = await browser.SignInAsync();
        var answer = await TokensAsync(browser, client);
        var header = Jwt.Header(answer.Text("id_token"));
        Assert.Equal(alg, header.GetProperty("alg").GetString());
        Assert.Equal("JWT", header.GetProperty("typ").GetString());
        var claims = answer.Claims("id_token");
        Assert.Equal(ProviderHost.Issuer, claims.GetProperty("iss").GetString());
        Assert.Equal(ProviderHost.Alice, claims.GetProperty("sub").GetString());
        Assert.Equal(client, claims.GetProperty("aud").GetString());
        Assert.Equal(sid, claims.GetProperty("sid").GetString());
        Assert.Equal("nonce-1", claims.GetProperty("nonce").GetString());
        Assert.Equal("pwd", claims.GetProperty("amr")[0].GetString());
        var now = Host.Time.GetUtcNow().ToUnixTimeSeconds();
        Assert.InRange(claims.GetProperty("iat").GetInt64(), now - 60, now);
        Assert.InRange(claims.GetProperty("auth_time").GetInt64(), now - 60, now);
        Assert.Equal(claims.GetProperty("iat").GetInt64() + 300, claims.GetProperty("exp").GetInt64());
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(answer.Text("access_token")));
        Assert.Equal(System.Buffers.Text.Base64Url.EncodeToString(hash.AsSpan(0, 16)), claims.GetProperty("at_hash").GetString());
        Assert.False(claims.TryGetProperty("name", out _));
        await Signatures.AssertVerifiesAsync(NewBrowser(), answer.Text("id_token"));
    }

    [Fact]
    public async Task A_JWT_access_token_carries_session_audience_and_the_claims_of_its_APIs()
    {
        var (_, answer) = await TokensAsync("jwt", "openid orders.read billing");
        Assert.Equal("at+jwt", Jwt.Header(answer.Text("access_token")).GetProperty("typ").GetString());
        var claims = answer.Claims("access_token");
        Assert.Equal(["billing", "orders"], claims.GetProperty("aud").EnumerateArray().Select(item => item.GetString()).Order());
        Assert.Equal("jwt", claims.GetProperty("client_id").GetString());
        Assert.Equal("openid orders.read billing", claims.GetProperty("scope").GetString());
        Assert.Equal(answer.Claims("id_token").GetProperty("sid").GetString(), claims.GetProperty("sid").GetString());
        Assert.Equal(["admin", "auditor"], claims.GetProperty("role").EnumerateArray().Select(item => item.GetString()));
        Assert.False(claims.TryGetProperty("email", out _));
        await Signatures.AssertVerifiesAsync(NewBrowser(), answer.Text("access_token"));
    }

    [Fact]
    public async Task A_code_used_twice_is_refused_and_everything_it_gave_is_revoked()
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var code = await CodeAsync(browser, scope: "openid orders.read offline_access");
        var first = await TokenAsync(Redemption(code));
        Assert.True(await IsActiveAsync(first.Text("access_token")));
        AssertError(await TokenAsync(Redemption(code)), "invalid_grant");
        Assert.False(await IsActiveAsync(first.Text("access_token")));
        AssertError(await TokenAsync(Refresh(first.Text("refresh_token"))), "invalid_grant");
        Assert.Equal(HttpStatusCode.Unauthorized, (await UserInfoAsync(first.Text("access_token"))).Status);
    }

    [Fact]
    public async Task A_JWT_from_a_code_used_twice_is_inactive_too()
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var code = await CodeAsync(browser, "jwt");
        var first = await TokenAsync(Redemption(code, "jwt"));
        Assert.True(await IsActiveAsync(first.Text("access_token")));
        AssertError(await TokenAsync(Redemption(code, "jwt")), "invalid_grant");
        Assert.False(await IsActiveAsync(first.Text("access_token")));
    }

    [Fact]
    public async Task A_code_used_twenty_times_at_once_succeeds_once_and_its_tokens_end_revoked()
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var code = await CodeAsync(browser);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TokenAsync(Redemption(code))));
        var won = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer != won), answer => AssertError(answer, "invalid_grant"));
        Assert.False(await IsActiveAsync(won.Text("access_token")));
    }

    [Fact]
    public async Task An_expired_code_is_refused()
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var code = await CodeAsync(browser);
        Host.Time.Advance(TimeSpan.FromSeconds(61));
        AssertError(await TokenAsync(Redemption(code)), "invalid_grant");
    }

    [Fact]
    public async Task A_code_of_another_client_is_refused_and_void()
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var code = await CodeAsync(browser);
        var stolen = Redemption(code, "jwt");
        stolen["redirect_uri"] = "https://web.test/cb";
        AssertError(await TokenAsync(stolen), "invalid_grant");
        AssertError(await TokenAsync(Redemption(code)), "invalid_grant");
    }

    [Theory]
    [InlineData("redirect_uri", "https://web.test/cb?tenant=a", "invalid_grant")]
    [InlineData("redirect_uri", null, "invalid_request")]
    [InlineData("code", "made-up", "invalid_grant")]
    [InlineData("code", null, "invalid_request")]
    [InlineData("code_verifier", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "invalid_grant")]
    [InlineData("code_verifier", null, "invalid_grant")]
    [InlineData("code_verifier", "only-42-characters-aaaaaaaaaaaaaaaaaaaaaaa", "invalid_request")]
    [InlineData("code_verifier", "illegal character aaaaaaaaaaaaaaaaaaaaaaaaaaa", "invalid_request")]
    [InlineData("grant_type", null, "invalid_request")]
    [InlineData("grant_type", "password", "unsupported_grant_type")]
    [InlineData("grant_type", "client_credentials", "unauthorized_client")]
    [InlineData("grant_type", "urn:ietf:params:oauth:grant-type:device_code", "unsupported_grant_type")]
    public async Task A_wrong_redemption_is_refused(string name, string? value, string error)
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var form = Redemption(await CodeAsync(browser));
        form[name] = value;
        AssertError(await TokenAsync(form), error);
    }

    [Theory]
    [InlineData(43, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public async Task A_verifier_has_43_to_128_characters(int length, bool accepted)
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var verifier = new string('v', length);
        var request = Authorization();
        request["code_challenge"] = Pkce.Challenge(verifier);
        var form = Redemption((await AuthorizeAsync(browser, request)).Query["code"]);
        form["code_verifier"] = verifier;
        Assert.Equal(accepted, (await TokenAsync(form)).Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_verifier_for_a_request_without_a_challenge_is_a_downgrade_and_refused()
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var request = Authorization("lax");
        (request["code_challenge"], request["code_challenge_method"]) = (null, null);
        var form = Redemption((await AuthorizeAsync(browser, request)).Query["code"], "lax");
        AssertError(await TokenAsync(form), "invalid_grant");
    }

    [Fact]
    public async Task A_code_is_worth_nothing_after_the_session_ended()
    {
        var browser = NewBrowser();
        var sid = await browser.SignInAsync();
        var code = await CodeAsync(browser);
        await EndSessionAsync(sid);
        AssertError(await TokenAsync(Redemption(code)), "invalid_grant");
    }

    [Fact]
    public async Task Offline_access_gives_a_refresh_token_only_to_a_client_that_may_have_one()
    {
        var (browser, with) = await TokensAsync("web", "openid offline_access");
        Assert.True(with.Has("refresh_token"));
        var without = await TokensAsync(browser, "online", "openid offline_access");
        Assert.False(without.Has("refresh_token"));
        Assert.Equal("openid", without.Text("scope"));
    }

    private static void AssertError(Answer answer, string error)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(error, answer.Error);
        Assert.False(answer.Has("access_token"));
        Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
    }
}
