using System.Globalization;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Shared.Logout.Sessions;
using Shared.Logout.Storage;
using Shared.Logout.UnitTests.Door;

namespace Shared.Logout.UnitTests.Storage;

/// <summary>The replica's life in the host.</summary>
public sealed class ReplicaServiceTests
{
    [Fact]
    public async Task A_host_that_ends_by_itself_can_still_be_stopped()
    {
        var host = await DoorHost.StartAsync();
        var service = host.App.Services.GetServices<IHostedService>().OfType<ReplicaService>().Single();
        await host.DisposeAsync();
        await service.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_store_that_only_requests_ask_is_found_well_without_any_request()
    {
        var cache = new Cache();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IDistributedCache>(cache);
        builder.Services.AddDistributedCacheRevocationStore().AddRevocationStorage();
        using var host = builder.Build();
        await host.StartAsync();
        var status = host.Services.GetRequiredService<IReplicaStatus>();
        Assert.Equal((TimeSpan.Zero, false), (status.Staleness, status.InStep));

        cache.IsDown = true;
        var session = new SessionStamp(new RevocationKey(1, 2), default, default, 3);
        Assert.Equal(SessionVerdict.Unknown, await host.Services.GetRequiredService<IRevocationBook>().CheckAsync(session, TimeSpan.Zero, default));
        Assert.NotEqual(TimeSpan.Zero, status.Staleness);
        cache.IsDown = false;
        await Eventually.TrueAsync(() => status.Staleness == TimeSpan.Zero);   // nobody asked; the host does, every two seconds
        await host.StopAsync();
    }

    [Fact]
    public async Task A_log_that_is_lost_again_while_it_is_read_anew_leaves_the_replica_out_of_step()
    {
        using var host = HostOf(new ScriptedFeed());
        var (feed, status) = ((ScriptedFeed)host.Services.GetRequiredService<IRevocationStore>(), host.Services.GetRequiredService<IReplicaStatus>());
        await host.StartAsync();
        await Eventually.TrueAsync(() => status.InStep);
        var later = new TaskCompletionSource<bool>();
        var fromTwo = 0;
        feed.Read = position =>
        {
            // Lost; read anew, one page of it; lost. The next round begins where this one ended.
            if (position == "2" && ++fromTwo == 2)
                later.TrySetResult(status.InStep);
            return position is null ? new([], "2", HasMore: true, Gap: false) : new([], "", HasMore: false, Gap: true);
        };
        Assert.False(await later.Task.WaitAsync(Eventually.Deadline));
        await host.StopAsync();
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task A_store_that_lost_its_log_and_takes_nothing_leaves_the_replica_in_step(bool givesTurns)
    {
        using var host = HostOf(new ScriptedFeed());
        var (feed, status) = ((ScriptedFeed)host.Services.GetRequiredService<IRevocationStore>(), host.Services.GetRequiredService<IReplicaStatus>());
        await host.StartAsync();
        await Eventually.TrueAsync(() => status.InStep);
        var later = new TaskCompletionSource<bool>();
        (feed.IsReadOnly, feed.GivesTurns) = (true, givesTurns);
        feed.Read = position =>
        {
            if (feed.Refusals > 0 && position is not null)
                later.TrySetResult(status.InStep);   // the round after the one in which it could not be written back
            return position == "1" ? new([], "", HasMore: false, Gap: true) : new([], "2", HasMore: false, Gap: false);
        };
        Assert.True(await later.Task.WaitAsync(Eventually.Deadline));
        (feed.IsReadOnly, feed.GivesTurns) = (false, true);
        await Eventually.TrueAsync(() => feed.Restored.Count == 1);
        await host.StopAsync();
    }

    [Fact]
    public async Task Who_waits_for_the_turn_to_write_back_follows_the_log_and_reads_none_of_it_twice()
    {
        var feed = new ScriptedFeed();
        using var host = HostOf(feed);
        var (status, book) = (host.Services.GetRequiredService<IReplicaStatus>(), host.Services.GetRequiredService<IRevocationBook>());
        await host.StartAsync();
        await Eventually.TrueAsync(() => status.InStep);

        // The log with position 1 is gone. In its place is one of five pages, which another instance goes on writing.
        var (log, read) = ((Revocation[])[.. Enumerable.Range(0, 5000).Select(Entry)], 0);
        feed.TurnIsTaken = true;
        feed.Read = position =>
        {
            if (position == "1")
                return new([], "", HasMore: false, Gap: true);
            var (all, from) = (Volatile.Read(ref log), position is null ? 0 : int.Parse(position[1..], CultureInfo.InvariantCulture));
            var page = all.Skip(from).Take(1000).ToList();
            Interlocked.Add(ref read, page.Count);
            return new(page, $"n{from + page.Count}", HasMore: from + page.Count < all.Length, Gap: false);
        };
        for (var round = 0; round < 20; round++)
        {
            var asked = feed.TurnsAsked;
            Volatile.Write(ref log, [.. log, Entry(log.Length)]);
            feed.Wake();
            await Eventually.TrueAsync(() => feed.TurnsAsked > asked && Volatile.Read(ref read) >= log.Length);
        }

        // It was in step all the while, with what the other one wrote, and wrote nothing itself.
        Assert.Equal((5020, true, 0), (read, status.InStep, feed.Restored.Count));
        Assert.Equal(SessionVerdict.Revoked, await book.CheckAsync(new SessionStamp(Entry(5019).Key, default, default, 3), TimeSpan.Zero, default));

        feed.TurnIsTaken = false;
        feed.Wake();
        await Eventually.TrueAsync(() => feed.Restored.Count > 0);
        Assert.Equal((new RevocationKey(1, 2), 5020), (Assert.Single(feed.Restored).Key, read));
        await host.StopAsync();

        static Revocation Entry(int number) => new(new RevocationKey(3, (ulong)number + 1), DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_during_an_outage_does_not_lengthen_MaxStaleness()
    {
        var (feed, clock, maxStaleness) = (new ScriptedFeed(), new SteppedClock(), TimeSpan.FromMinutes(5));
        using var host = HostOf(feed, clock);
        var (status, book) = (host.Services.GetRequiredService<IReplicaStatus>(), host.Services.GetRequiredService<IRevocationBook>());
        var session = new SessionStamp(new RevocationKey(7, 8), default, default, 3);
        await host.StartAsync();
        await Eventually.TrueAsync(() => status.InStep);
        var reached = status.LastReached;

        feed.IsDown = true;
        feed.Lose();
        await Eventually.TrueAsync(() => feed.Failures > 0);
        clock.Pass(TimeSpan.FromMinutes(4));
        clock.Set(TimeSpan.FromHours(-1));
        Assert.Equal((SessionVerdict.Live, TimeSpan.FromMinutes(4)), (await book.CheckAsync(session, maxStaleness, default), status.Staleness));
        clock.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal((SessionVerdict.Unknown, TimeSpan.FromMinutes(6)), (await book.CheckAsync(session, maxStaleness, default), status.Staleness));
        Assert.Equal((false, reached), (status.InStep, status.LastReached));   // unknown for its age, not because something was reached and lost again
        await host.StopAsync();
    }

    [Fact]
    public async Task A_machine_that_slept_during_an_outage_does_not_lengthen_MaxStaleness()
    {
        var (feed, clock) = (new ScriptedFeed(), new SteppedClock());
        using var host = HostOf(feed, clock);
        var (status, book) = (host.Services.GetRequiredService<IReplicaStatus>(), host.Services.GetRequiredService<IRevocationBook>());
        await host.StartAsync();
        await Eventually.TrueAsync(() => status.InStep);

        feed.IsDown = true;
        feed.Lose();
        await Eventually.TrueAsync(() => feed.Failures > 0);
        clock.Set(TimeSpan.FromMinutes(6));   // a timestamp does not count the time for which a machine is suspended
        var session = new SessionStamp(new RevocationKey(7, 8), default, default, 3);
        Assert.Equal((SessionVerdict.Unknown, TimeSpan.FromMinutes(6)), (await book.CheckAsync(session, TimeSpan.FromMinutes(5), default), status.Staleness));
        await host.StopAsync();
    }

    private static IHost HostOf(IRevocationStore store, TimeProvider? time = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(store);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddRevocationStorage();
        return builder.Build();
    }

    private sealed class Cache() : MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions())), IDistributedCache
    {
        public bool IsDown { get; set; }

        Task<byte[]?> IDistributedCache.GetAsync(string key, CancellationToken token) => IsDown ? throw new InvalidOperationException("no connection") : GetAsync(key, token);
    }
}
