using System.Net;

namespace Federation.Tests.FullServerLogout;

/// <summary>The promise: after the provider's redirect, no request with any token of that session succeeds. The API is told as a client of its own.</summary>
[Collection(OneFullServer.Name)]
public sealed class OneThousandRequestsTests(FullServer server) : IDisposable
{
    private const int Requests = 1000;
    private readonly TokenHolder _alice = server.Person("alice");
    private readonly TokenHolder _elsewhere = server.Person("alice");
    private readonly TokenHolder _bob = server.Person("bob");
    private readonly RecordsClient _api = new(server.Apps);

    [Theory, InlineData("client-a"), InlineData("client-b"), InlineData("spa")]
    public async Task None_of_a_thousand_requests_succeeds_after_the_sign_out_and_nobody_else_notices(string signsOutAt)
    {
        var jwt = await _alice.TokensAsync("client-a");
        var cached = await _alice.TokensAsync("client-b");
        var browserApp = await _alice.TokensAsync("spa");
        var unseen = await _alice.TokensAsync("client-b");
        string[] others =
        [
            (await _bob.TokensAsync("client-a")).Access, (await _bob.TokensAsync("client-b")).Access, (await _bob.TokensAsync("spa")).Access,
            (await _elsewhere.TokensAsync("client-a")).Access, (await _elsewhere.TokensAsync("client-b")).Access,
        ];
        foreach (var token in (string[])[jwt.Access, cached.Access, browserApp.Access, .. others])
            Assert.Equal(HttpStatusCode.OK, await _api.StatusAsync(token));     // from here on the reference tokens are answered from the cache
        using var done = new CancellationTokenSource();
        var meanwhile = Burst.MeanwhileAsync(_api, done.Token, others);

        await _alice.SignOutAsync(signsOutAt switch { "client-a" => jwt, "client-b" => cached, _ => browserApp });

        var known = await Burst.SendAsync(_api, Requests, jwt.Access, cached.Access, browserApp.Access);
        var asked = await Burst.SendAsync(_api, 50, unseen.Access);
        await done.CancelAsync();
        Assert.Equal(new() { [HttpStatusCode.Unauthorized] = Requests }, known);
        Assert.DoesNotContain(HttpStatusCode.OK, asked.Keys);
        Assert.DoesNotContain(HttpStatusCode.InternalServerError, asked.Keys);
        Assert.Equal([HttpStatusCode.OK], (await meanwhile).Keys);
    }

    [Fact]
    public async Task A_token_of_the_next_session_works_and_the_old_ones_stay_dead()
    {
        var before = await _alice.TokensAsync("client-a");
        await _alice.SignOutAsync(before);

        var after = await _alice.TokensAsync("client-a");

        Assert.Equal(HttpStatusCode.OK, await _api.StatusAsync(after.Access));
        Assert.Equal(HttpStatusCode.Unauthorized, await _api.StatusAsync(before.Access));
    }

    [Fact]
    public async Task A_restarted_API_has_not_forgotten()
    {
        var tokens = await _alice.TokensAsync("client-a");
        var others = await _bob.TokensAsync("client-a");
        Assert.Equal(HttpStatusCode.OK, await _api.StatusAsync(tokens.Access));
        await _alice.SignOutAsync(tokens);

        await server.Apps.ResourceApi.KillAsync();
        await server.Apps.ResourceApi.StartAsync("/health");

        Assert.Equal(HttpStatusCode.Unauthorized, await _api.StatusAsync(tokens.Access));
        Assert.Equal(HttpStatusCode.OK, await _api.StatusAsync(others.Access));
    }

    public void Dispose()
    {
        _alice.Dispose();
        _elsewhere.Dispose();
        _bob.Dispose();
        _api.Dispose();
    }
}
