using System.Net;
using Federation.Tests.Processes;
using TestSupport;

namespace Federation.Tests.FullServerLogout;

/// <summary>The API is no client of the provider. It reads the log that ClientA and ClientB write to their common Redis.</summary>
public sealed class SharedLogTests : IAsyncLifetime
{
    private const int Requests = 1000;
    private RedisServer _redis = null!;
    private RealFederation _apps = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _apps = new RealFederation(
            provider: new() { ["Clients__2__ClientId"] = "somebody-else", ["Clients__2__BackChannelLogoutUri"] = "http://localhost:9/nobody" },
            clients: new() { ["ConnectionStrings__Redis"] = _redis.ConnectionString, ["AccessTokens__IntrospectionCache"] = "00:10:00" });
        await _apps.StartAsync();
    }

    [Theory, InlineData("client-a"), InlineData("client-b")]
    public async Task None_of_a_thousand_requests_succeeds_once_the_log_was_read_and_nobody_else_notices(string signsOutAt)
    {
        using var alice = new TokenHolder(_apps, "alice");
        using var bob = new TokenHolder(_apps, "bob");
        using var api = new RecordsClient(_apps);
        var jwt = await alice.TokensAsync("client-a");
        var cached = await alice.TokensAsync("client-b");
        string[] others = [(await bob.TokensAsync("client-a")).Access, (await bob.TokensAsync("client-b")).Access];
        foreach (var token in (string[])[jwt.Access, cached.Access, .. others])
            Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(token));
        using var done = new CancellationTokenSource();
        var meanwhile = Burst.MeanwhileAsync(api, done.Token, others);

        await alice.SignOutAsync(signsOutAt == "client-a" ? jwt : cached);
        // The log is read a moment after it was written; with an address of its own, the API knows before the redirect.
        await Until.IsTrueAsync(async () => await api.StatusAsync(jwt.Access) == HttpStatusCode.Unauthorized, what: "The API has read the log");
        var known = await Burst.SendAsync(api, Requests, jwt.Access, cached.Access);
        await done.CancelAsync();

        Assert.Equal(new() { [HttpStatusCode.Unauthorized] = Requests }, known);
        Assert.Equal([HttpStatusCode.OK], (await meanwhile).Keys);
    }

    public async Task DisposeAsync()
    {
        await _apps.DisposeAsync();
        await _redis.DisposeAsync();
    }
}
