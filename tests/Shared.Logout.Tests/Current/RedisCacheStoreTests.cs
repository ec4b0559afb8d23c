using Microsoft.Extensions.DependencyInjection;
using Shared.Logout.Contract;
using Shared.Logout.Tests.Storage;

namespace Shared.Logout.Tests.Current;

/// <summary>The store on the cache that an application may have already: <c>AddStackExchangeRedisCache</c>.</summary>
public sealed class RedisCacheStoreTests : RevocationStoreContract, IClassFixture<RedisFixture>, IDisposable
{
    private readonly RedisFixture _redis;
    private readonly ServiceProvider _services;

    public RedisCacheStoreTests(RedisFixture redis)
    {
        _redis = redis;
        _services = Build();
    }

    protected override IRevocationStore Store => _services.GetRequiredService<IRevocationStore>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Another_instance_finds_what_was_recorded_and_Redis_forgets_it_in_time()
    {
        var revocation = Some(cutoff: Now);
        await RecordAsync(revocation);
        await using var other = Build();

        Assert.Equal(Now, (await other.GetRequiredService<IRevocationStore>().FindAsync(revocation.Key, default))!.Cutoff);
        var seconds = int.Parse(await _redis.Server.CommandAsync("TTL", $"my-app:shared-logout:r:{revocation.Key}"), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(seconds, 3000, 3600);
    }

    private ServiceProvider Build()
    {
        var connection = _redis.Server.ConnectionString;
        return new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddStackExchangeRedisCache(options =>
            {
                options.Configuration = connection;
                options.InstanceName = "my-app:";
            })
            .AddDistributedCacheRevocationStore()
            .BuildServiceProvider();
    }
}
