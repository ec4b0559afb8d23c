using System.Buffers.Text;
using System.Net;
using System.Text;

namespace Federation.Tests.FullServerLogout;

/// <summary>Tokens that are no access tokens for this API.</summary>
[Collection(OneFullServer.Name)]
public sealed class BadTokenTests(FullServer server) : IDisposable
{
    private readonly TokenHolder _alice = server.Person("alice");
    private readonly RecordsClient _api = new(server.Apps);

    [Theory, InlineData("client-a"), InlineData("client-b")]
    public async Task An_ID_token_is_no_access_token(string client)
    {
        var tokens = await _alice.TokensAsync(client);
        Assert.Equal(HttpStatusCode.OK, await _api.StatusAsync(tokens.Access));

        await IsRefusedAsync(tokens.Id);
    }

    [Fact]
    public async Task A_logout_token_is_no_access_token()
    {
        using var sink = new LogoutTokenSink();
        await using var apps = new Processes.RealFederation(new() { ["Clients__0__BackChannelLogoutUri"] = sink.Address.AbsoluteUri });
        await Task.WhenAll(apps.Provider.StartAsync("/.well-known/openid-configuration"), apps.ResourceApi.StartAsync("/health"));
        using var alice = new TokenHolder(apps, "alice");
        var tokens = await alice.TokensAsync("client-a");
        using var elsewhere = new TokenHolder(apps, "alice");
        var live = await elsewhere.TokensAsync("client-a");
        using var api = new RecordsClient(apps);
        await alice.SignOutAsync(tokens);

        var logoutToken = await sink.TokenAsync();

        using var answer = await api.GetAsync(logoutToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer error=\"invalid_token\"", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(live.Access));
    }

    [Theory, InlineData("client-a"), InlineData("client-b"), InlineData("spa")]
    public async Task A_refresh_token_is_no_access_token(string client)
        => await IsRefusedAsync((await _alice.TokensAsync(client)).Refresh!);

    [Fact]
    public async Task A_token_that_was_made_for_nobody_here_is_refused()
    {
        await IsRefusedAsync("a-reference-that-nobody-issued");
        await IsRefusedAsync("a.b.c");
        await IsRefusedAsync(new string('x', 20_000));
        await IsRefusedAsync("...");
    }

    [Fact]
    public async Task A_JWT_with_another_algorithm_or_a_changed_claim_is_refused()
    {
        var token = (await _alice.TokensAsync("client-a")).Access;
        var parts = token.Split('.');
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]));
        var changed = payload.Replace("alice", "bobby", StringComparison.Ordinal);
        Assert.NotEqual(payload, changed);

        await IsRefusedAsync($"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(changed))}.{parts[2]}");
        await IsRefusedAsync($"{Base64Url.EncodeToString("""{"alg":"none","typ":"at+jwt"}"""u8)}.{parts[1]}.");
        await IsRefusedAsync($"{parts[0]}.{parts[1]}.");
        Assert.Equal(HttpStatusCode.OK, await _api.StatusAsync(token));
    }

    [Fact]
    public async Task Without_a_token_the_challenge_names_no_error_and_a_token_elsewhere_is_not_read()
    {
        var token = (await _alice.TokensAsync("client-a")).Access;
        using var none = await _api.GetAsync(null);
        using var inQuery = await _api.GetAsync(null, $"{RecordsClient.Path}?access_token={token}");

        foreach (var answer in (HttpResponseMessage[])[none, inQuery])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
            Assert.True(answer.Headers.CacheControl!.NoStore);
        }
    }

    [Fact]
    public async Task A_token_for_another_API_is_refused()
    {
        var tokens = await _alice.TokensAsync("tool", "openid identity.sessions.write");

        await IsRefusedAsync(tokens.Access);
    }

    public void Dispose()
    {
        _alice.Dispose();
        _api.Dispose();
    }

    private async Task IsRefusedAsync(string token)
    {
        using var answer = await _api.GetAsync(token);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer error=\"invalid_token\"", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain(token, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
