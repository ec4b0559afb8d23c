using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shared.Logout.Sessions;
using Shared.Logout.Storage;
using TestSupport;

namespace Shared.Logout.Tests.Storage;

/// <summary>What one instance of an application has of storage: its own replica, connection and follower.</summary>
internal sealed class Instance : IAsyncDisposable
{
    private static readonly TimeSpan MaxStaleness = TimeSpan.FromMinutes(5);
    private readonly IHost _host;

    private Instance(IHost host)
    {
        _host = host;
        Book = host.Services.GetRequiredService<IRevocationBook>();
        Status = host.Services.GetRequiredService<IReplicaStatus>();
        Store = host.Services.GetRequiredService<IRevocationStore>();
        Book.Observe(Observed.Add);
    }

    public IRevocationBook Book { get; }

    public IReplicaStatus Status { get; }

    public IRevocationStore Store { get; }

    public IServiceProvider Services => _host.Services;

    public ConcurrentBag<Revocation> Observed { get; } = [];

    public LogLines Log { get; private init; } = new();

    public static async Task<Instance> StartAsync(string connection, string prefix = "test", bool inStep = true, Action<IServiceCollection>? services = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Redis"] = connection,
            ["BackChannelLogout:RedisPrefix"] = prefix,
        });
        var log = new LogLines();
        builder.Logging.AddProvider(log);
        services?.Invoke(builder.Services);
        builder.Services.AddRevocationStorage();
        var instance = new Instance(builder.Build()) { Log = log };
        await instance._host.StartAsync();
        if (inStep)
            await instance.InStepAsync();
        return instance;
    }

    public Task InStepAsync() => Until.IsTrueAsync(() => Status.InStep, what: "the instance is in step");

    /// <summary>Records as the door does. Returns whether the store acknowledged it.</summary>
    public async Task<bool> TryRecordAsync(RevocationKey key)
    {
        try
        {
            var soon = DateTimeOffset.UtcNow.AddHours(1);
            Assert.Equal(RecordOutcome.Recorded, await Book.RecordAsync(NewKey(), soon, [new(key, DateTimeOffset.MaxValue, soon)], default));
            return true;
        }
        catch (RevocationStoreException)
        {
            return false;
        }
    }

    public async Task RecordAsync(RevocationKey key) => Assert.True(await TryRecordAsync(key), "the store did not take a revocation");

    public ValueTask<SessionVerdict> CheckAsync(RevocationKey key, TimeSpan? maxStaleness = null)
        => Book.CheckAsync(new SessionStamp(key, default, default, 1), maxStaleness ?? MaxStaleness, default);

    public async Task<bool> RejectsAsync(RevocationKey key) => await CheckAsync(key) == SessionVerdict.Revoked;

    /// <summary>Whether memory, without asking anybody, knows all of <paramref name="keys"/>.</summary>
    public bool Holds(IEnumerable<RevocationKey> keys)
    {
        var replica = _host.Services.GetRequiredService<RevocationTable>();
        return keys.All(key => replica.Find(key) is not null);
    }

    /// <summary>Whether everything that was recorded here has been read back from the log.</summary>
    public bool HasReadBack => _host.Services.GetRequiredService<UnconfirmedRevocations>().Missing(long.MaxValue).Count == 0;

    public static RevocationKey NewKey() => RevocationKey.Read(RandomNumberGenerator.GetBytes(RevocationKey.Size));

    public static RevocationKey[] NewKeys(int count) => [.. Enumerable.Range(0, count).Select(_ => NewKey())];

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
