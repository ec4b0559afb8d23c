using TestSupport;

namespace Federation.Tests.Processes;

/// <summary>Two instances of ClientA on one Redis, as behind a load balancer. The provider knows only the first.</summary>
public sealed class ReplicaTests(BrowserFixture browser) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    private readonly Uri _address = RealFederation.FreeAddress();
    private RedisServer _redis = null!;
    private RealFederation _apps = null!;
    private AppProcess _replica = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        var clients = new Dictionary<string, string?>
        {
            ["ConnectionStrings__Redis"] = _redis.ConnectionString,
        };
        // The load balancer that would give both instances one address is missing here, so the second address is registered as well.
        var provider = new Dictionary<string, string?>
        {
            ["Clients__0__RedirectUris__1"] = new Uri(_address, "/signin-oidc").ToString(),
        };
        _apps = new RealFederation(provider, clients);
        // ClientA keeps its cookie keys in its data directory; the replica is pointed there.
        _replica = _apps.More("ClientA", _address, "a-2", new() { ["DataProtection__Directory"] = Path.Combine(_apps.DataOf("a"), "keys") });
        await _apps.StartAsync();
        await _replica.StartAsync();
    }

    [Fact]
    public async Task The_instance_that_did_not_receive_the_token_rejects_the_session_too()
    {
        await using var alice = await browser.PersonAsync();
        await using var bob = await browser.PersonAsync();
        await alice.SignInAsync(_apps.ClientA);
        var replica = await alice.OpenAsync(_replica);
        Assert.NotEmpty(await Person.SubjectAsync(replica));     // one cookie, two instances
        var b = await alice.OpenAsync(_apps.ClientB);
        await bob.SignInAsync(_apps.ClientA, "bob");
        var bobs = await bob.OpenAsync(_replica);

        await Person.SignOutAsync(b, _apps.ClientB);

        await Until.IsTrueAsync(async () =>     // the other instance has acknowledged; this one is told a moment later
        {
            await Person.ClickAsync(replica, _replica);
            return await Person.IsAskedToSignInAsync(replica, _apps.Provider);
        });
        await Person.ClickAsync(bobs, _replica);
        Assert.False(await Person.IsAskedToSignInAsync(bobs, _apps.Provider));
    }

    [Fact]
    public async Task A_replica_that_starts_after_the_sign_out_rejects_the_session_from_its_first_request()
    {
        await using var alice = await browser.PersonAsync();
        await alice.SignInAsync(_apps.ClientA);
        var replica = await alice.OpenAsync(_replica);
        var b = await alice.OpenAsync(_apps.ClientB);
        await _replica.KillAsync();

        await Person.SignOutAsync(b, _apps.ClientB);
        await _replica.StartAsync();

        await Person.ClickAsync(replica, _replica);
        Assert.True(await Person.IsAskedToSignInAsync(replica, _apps.Provider));
    }

    public async Task DisposeAsync()
    {
        await _apps.DisposeAsync();
        await _redis.DisposeAsync();
    }
}
