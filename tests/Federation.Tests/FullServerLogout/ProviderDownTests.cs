using System.Net;
using Federation.Tests.Processes;

namespace Federation.Tests.FullServerLogout;

/// <summary>The documented policy while the provider is out of reach.</summary>
public sealed class ProviderDownTests : IAsyncLifetime
{
    private readonly RealFederation _apps = new(clients: new()
    {
        ["AccessTokens__IntrospectionCache"] = "00:10:00",
        ["AccessTokens__IntrospectionCacheEntries"] = "2",
    });

    public async Task InitializeAsync()
    {
        await _apps.Provider.StartAsync("/.well-known/openid-configuration");
        await _apps.ResourceApi.StartAsync("/health");
    }

    [Fact]
    public async Task JWTs_go_on_known_reference_tokens_go_on_and_unknown_ones_are_told_to_try_again()
    {
        using var alice = new TokenHolder(_apps, "alice");
        using var api = new RecordsClient(_apps);
        var jwt = await alice.TokensAsync("client-a");
        var unseenJwt = await alice.TokensAsync("client-a");
        var known = await alice.TokensAsync("client-b");
        var unseen = await alice.TokensAsync("client-b");
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(jwt.Access));
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(known.Access));

        await _apps.Provider.KillAsync();

        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(jwt.Access));
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(unseenJwt.Access));
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(known.Access));
        using var refused = await api.GetAsync(unseen.Access);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter!.Delta);
        Assert.Empty(refused.Headers.WwwAuthenticate);      // the caller's token is not what is wrong
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);

        await _apps.Provider.StartAsync("/.well-known/openid-configuration");
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(unseen.Access));
    }

    [Fact]
    public async Task An_API_that_starts_while_the_provider_is_down_says_so_and_recovers()
    {
        using var alice = new TokenHolder(_apps, "alice");
        using var api = new RecordsClient(_apps);
        var jwt = await alice.TokensAsync("client-a");
        await _apps.Provider.KillAsync();
        await _apps.ResourceApi.KillAsync();
        await _apps.ResourceApi.StartAsync("/app/");

        using var refused = await api.GetAsync(jwt.Access);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);

        await _apps.Provider.StartAsync("/.well-known/openid-configuration");
        await TestSupport.Until.IsTrueAsync(async () => await api.StatusAsync(jwt.Access) == HttpStatusCode.OK, what: "The API reads the keys of the provider that is back");
    }

    [Fact]
    public async Task No_more_answers_are_kept_than_the_setting_allows()
    {
        using var alice = new TokenHolder(_apps, "alice");
        using var api = new RecordsClient(_apps);
        var tokens = new List<string>();
        for (var i = 0; i < 6; i++)
            tokens.Add((await alice.TokensAsync("client-b")).Access);
        foreach (var token in tokens)
            Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(token));

        await _apps.Provider.KillAsync();

        var answers = new List<HttpStatusCode>();
        foreach (var token in tokens)
            answers.Add(await api.StatusAsync(token));
        Assert.InRange(answers.Count(status => status == HttpStatusCode.OK), 0, 2);
        Assert.All(answers, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{status}"));
    }

    public async Task DisposeAsync() => await _apps.DisposeAsync();
}
