using System.Net;
using System.Net.Http.Headers;

using Xunit;

namespace IdentityHost.Tests.Provider;

public sealed class UserInfoTests(ProviderHost host) : ProviderTest(host)
{
    [Theory]
    [InlineData("web")]
    [InlineData("jwt")]
    public async Task The_claims_are_those_of_the_granted_scopes(string client)
    {
        var (_, tokens) = await TokensAsync(client, "openid profile roles");
        var answer = await UserInfoAsync(tokens.Text("access_token"));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(ProviderHost.Alice, answer.Text("sub"));
        Assert.Equal("ALICE", answer.Text("name"));
        Assert.Equal("alice", answer.Text("preferred_username"));
        Assert.Equal(2, answer.Json.GetProperty("role").GetArrayLength());
        Assert.False(answer.Has("email"));
        Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_in_a_form_works_too()
    {
        var (_, tokens) = await TokensAsync(scope: "openid email");
        var answer = await PostAsync("/connect/userinfo", new() { ["access_token"] = tokens.Text("access_token") });
        Assert.Equal("alice@example.test", answer.Text("email"));
    }

    [Fact]
    public async Task A_POST_without_a_body_and_the_token_in_the_header_works()
    {
        var (_, tokens) = await TokensAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, "/connect/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Text("access_token"));
        Assert.Equal(HttpStatusCode.OK, (await NewBrowser().SendAsync(request)).Status);
    }

    [Fact]
    public async Task Without_a_token_the_challenge_says_only_Bearer()
    {
        var answer = await NewBrowser().GetAsync("/connect/userinfo");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("Bearer", answer.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task A_token_in_the_address_is_no_token()
    {
        var (_, tokens) = await TokensAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await NewBrowser().GetAsync($"/connect/userinfo?access_token={tokens.Text("access_token")}")).Status);
    }

    [Fact]
    public async Task Two_tokens_are_an_invalid_request()
    {
        var (_, tokens) = await TokensAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, "/connect/userinfo")
        {
            Content = Browser.Form([new("access_token", tokens.Text("access_token"))]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Text("access_token"));
        Assert.Equal(HttpStatusCode.BadRequest, (await NewBrowser().SendAsync(request)).Status);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("jwt")]
    public async Task The_token_of_an_ended_session_is_401_invalid_token(string client)
    {
        var (_, tokens) = await TokensAsync(client);
        await EndSessionAsync(tokens.Claims("id_token").GetProperty("sid").GetString()!);
        var answer = await UserInfoAsync(tokens.Text("access_token"));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Contains("error=\"invalid_token\"", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.DoesNotContain("alice", answer.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_token_without_openid_is_403_insufficient_scope()
    {
        var (_, tokens) = await TokensAsync("web", "openid orders.read offline_access");
        var form = Refresh(tokens.Text("refresh_token"));
        form["scope"] = "orders.read";
        var answer = await UserInfoAsync((await TokenAsync(form)).Text("access_token"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("insufficient_scope", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_forged_or_foreign_token_is_401(string name, Func<string, string, string> forge)
    {
        var (_, tokens) = await TokensAsync("jwt");
        var genuine = tokens.Text("access_token");
        var answer = await UserInfoAsync(forge(genuine, tokens.Text("id_token")));
        Assert.True(answer.Status == HttpStatusCode.Unauthorized, name);
        Assert.Equal(HttpStatusCode.OK, (await UserInfoAsync(genuine)).Status);
    }

    public static TheoryData<string, Func<string, string, string>> Forgeries() => new()
    {
        { "an ID token", (_, id) => id },
        { "alg none", (jwt, _) => $"{Jwt.Encode("{\"alg\":\"none\",\"typ\":\"at+jwt\"}")}.{jwt.Split('.')[1]}." },
        { "no signature", (jwt, _) => string.Join('.', jwt.Split('.')[..2]) + "." },
        { "two parts", (jwt, _) => string.Join('.', jwt.Split('.')[..2]) },
        { "four parts", (jwt, _) => jwt + ".x" },
        { "five parts", (jwt, _) => jwt + ".x.y" },
        { "padding", (jwt, _) => jwt + "=" },
        { "another payload", (jwt, _) => $"{jwt.Split('.')[0]}.{Jwt.Encode("{\"sub\":\"bob-sub\"}")}.{jwt.Split('.')[2]}" },
        { "another key id", (jwt, _) => $"{Jwt.Encode("{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"x\"}")}.{jwt.Split('.')[1]}.{jwt.Split('.')[2]}" },
        { "a header that is a list", (jwt, _) => $"{Jwt.Encode("[]")}.{jwt.Split('.')[1]}.{jwt.Split('.')[2]}" },
        { "a lone surrogate", (jwt, _) => $"{Jwt.Encode("{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"\\ud800\"}")}.{jwt.Split('.')[1]}.{jwt.Split('.')[2]}" },
        { "20 KB", (_, _) => new string('a', 20_000) },
    };
}
