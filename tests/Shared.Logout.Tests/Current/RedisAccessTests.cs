using Shared.Logout.Tests.Storage;
using TestSupport;

namespace Shared.Logout.Tests.Current;

/// <summary>A user of Redis who may touch the names of this store and nothing else.</summary>
public sealed class RedisAccessTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    [Fact]
    public async Task A_user_with_the_rights_that_the_documentation_names_is_enough()
    {
        await AddUserAsync(redis.Server, "app", "secret", prefix: "acl");
        await using var first = await Instance.StartAsync($"{redis.Server.EndPoint},user=app,password=secret", "acl");
        await using var second = await Instance.StartAsync($"{redis.Server.EndPoint},user=app,password=secret", "acl");
        var key = Instance.NewKey();

        await first.RecordAsync(key);

        await Until.IsTrueAsync(() => second.Holds([key]));
        Assert.NotNull(await second.Store.FindAsync(key, default));
        Assert.Null(await second.Store.FindAsync(Instance.NewKey(), default));
    }

    [Fact]
    public async Task A_wrong_password_is_an_outage_and_not_a_verdict()
    {
        await using var server = await RedisServer.StartAsync();
        await AddUserAsync(server, "app", "secret", prefix: "test");
        await server.CommandAsync("ACL", "SETUSER", "default", "off");
        await using var instance = await Instance.StartAsync($"{server.EndPoint},user=app,password=wrong", inStep: false);

        Assert.False(await instance.TryRecordAsync(Instance.NewKey()));
        await Assert.ThrowsAsync<RevocationStoreException>(() => instance.Store.FindAsync(Instance.NewKey(), default).AsTask());
        Assert.False(instance.Status.InStep);
    }

    // docs/stores.md says the same.
    private static Task<string> AddUserAsync(RedisServer server, string user, string password, string prefix) => server.CommandAsync(
        "ACL", "SETUSER", user, "on", ">" + password, $"~{{{prefix}}}*", $"&{{{prefix}}}*",
        "+@read", "+@write", "+@pubsub", "+@scripting", "+@connection", "+info", "+time", "-@dangerous");
}
