using System.Net;

using Xunit;

namespace IdentityHost.Tests.Provider;

public sealed class RevocationTests(ProviderHost host) : ProviderTest(host)
{
    [Theory]
    [InlineData("wrong")]
    [InlineData(null)]
    public async Task Bad_credentials_are_401_and_the_token_lives(string? secret)
    {
        var (_, tokens) = await TokensAsync();
        var answer = await PostAsync("/connect/revocation", new() { ["token"] = tokens.Text("access_token"), ["client_id"] = "web", ["client_secret"] = secret });
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("invalid_client", answer.Error);
        Assert.True(await IsActiveAsync(tokens.Text("access_token")));
    }

    [Theory]
    [InlineData("web")]
    [InlineData("spa")]
    [InlineData("jwt")]
    public async Task A_revoked_refresh_token_takes_its_access_tokens_with_it(string client)
    {
        var (_, tokens) = await TokensAsync(client, "openid orders.read offline_access");
        await AssertRevokedAsync(await RevokeAsync(tokens.Text("refresh_token"), client));
        Assert.Equal("invalid_grant", (await TokenAsync(Refresh(tokens.Text("refresh_token"), client))).Error);
        Assert.False(await IsActiveAsync(tokens.Text("access_token")));
    }

    [Theory]
    [InlineData("web")]
    [InlineData("jwt")]
    public async Task A_revoked_access_token_is_inactive_and_the_refresh_token_lives(string client)
    {
        var (_, tokens) = await TokensAsync(client, "openid orders.read offline_access");
        await AssertRevokedAsync(await RevokeAsync(tokens.Text("access_token"), client));
        Assert.False(await IsActiveAsync(tokens.Text("access_token")));
        Assert.Equal(HttpStatusCode.Unauthorized, (await UserInfoAsync(tokens.Text("access_token"))).Status);
        var refreshed = await TokenAsync(Refresh(tokens.Text("refresh_token"), client));
        Assert.True(await IsActiveAsync(refreshed.Text("access_token")));
    }

    [Theory]
    [InlineData("made-up")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    public async Task An_unknown_token_is_200(string token) => await AssertRevokedAsync(await RevokeAsync(token, "web"));

    [Fact]
    public async Task An_already_revoked_or_expired_token_is_200()
    {
        var (_, tokens) = await TokensAsync("web", "openid orders.read offline_access");
        await RevokeAsync(tokens.Text("refresh_token"), "web");
        await AssertRevokedAsync(await RevokeAsync(tokens.Text("refresh_token"), "web"));
        await AssertRevokedAsync(await RevokeAsync(tokens.Text("access_token"), "web"));
        var (_, old) = await TokensAsync("jwt");
        Host.Time.Advance(TimeSpan.FromSeconds(3601));
        await AssertRevokedAsync(await RevokeAsync(old.Text("access_token"), "jwt"));
    }

    [Theory]
    [InlineData("web", "access_token")]
    [InlineData("web", "refresh_token")]
    [InlineData("jwt", "access_token")]
    public async Task Another_clients_token_stays(string owner, string kind)
    {
        var (_, tokens) = await TokensAsync(owner, "openid orders.read offline_access");
        await AssertRevokedAsync(await RevokeAsync(tokens.Text(kind), "lax"));
        Assert.True(await IsActiveAsync(tokens.Text("access_token")));
        Assert.Equal(HttpStatusCode.OK, (await TokenAsync(Refresh(tokens.Text("refresh_token"), owner))).Status);
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("nonsense")]
    public async Task A_wrong_hint_is_ignored(string hint)
    {
        var (_, tokens) = await TokensAsync("web", "openid orders.read offline_access");
        await AssertRevokedAsync(await RevokeAsync(tokens.Text("refresh_token"), "web", hint));
        Assert.Equal("invalid_grant", (await TokenAsync(Refresh(tokens.Text("refresh_token")))).Error);
    }

    [Fact]
    public async Task A_missing_token_is_400()
    {
        var answer = await RevokeAsync("", "web");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("invalid_request", answer.Error);
    }

    [Fact]
    public async Task An_ID_token_is_an_unsupported_token_type()
    {
        var (_, tokens) = await TokensAsync();
        var answer = await RevokeAsync(tokens.Text("id_token"), "web");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("unsupported_token_type", answer.Error);
    }

    [Fact]
    public async Task Revoking_ends_no_session_and_no_other_clients_tokens()
    {
        var (browser, web) = await TokensAsync("web", "openid orders.read offline_access");
        var other = await TokensAsync(browser, "jwt");
        await RevokeAsync(web.Text("refresh_token"), "web");
        Assert.True(await IsActiveAsync(other.Text("access_token")));
        Assert.True((await AuthorizeAsync(browser, Authorization())).Query.ContainsKey("code"));
    }

    [Fact]
    public async Task Revoking_while_the_session_ends_completes_on_both_sides()
    {
        for (var round = 0; round < 5; round++)
        {
            var (_, tokens) = await TokensAsync("web", "openid orders.read offline_access");
            var ending = EndSessionAsync(tokens.Claims("id_token").GetProperty("sid").GetString()!);
            var revoking = Enumerable.Range(0, 4).Select(i => RevokeAsync(tokens.Text(i % 2 == 0 ? "refresh_token" : "access_token"), "web")).ToList();
            await ending;
            foreach (var answer in await Task.WhenAll(revoking))
                await AssertRevokedAsync(answer);
            Assert.False(await IsActiveAsync(tokens.Text("access_token")));
        }
    }

    private Task<Answer> RevokeAsync(string token, string client, string? hint = null)
        => PostAsync("/connect/revocation", new() { ["token"] = token, ["token_type_hint"] = hint, ["client_id"] = client, ["client_secret"] = Secret(client) });

    private static Task AssertRevokedAsync(Answer answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("", answer.Body);
        Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
        return Task.CompletedTask;
    }
}
