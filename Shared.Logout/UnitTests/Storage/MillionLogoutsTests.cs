using System.Globalization;
using System.Security.Cryptography;
using Shared.Logout.Storage;
using Shared.Logout.UnitTests.Sessions;
using Xunit.Abstractions;

namespace Shared.Logout.UnitTests.Storage;

/// <summary>
/// What is kept is what is alive, however many logouts there were. The table and the compaction see a million; through the durable store, with a
/// flush for each thousand, it is <c>LOGOUTS</c>, 100,000 where that is not set.
/// </summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class MillionLogoutsTests(ITestOutputHelper output)
{
    private const int Million = 1_000_000;
    private const int AtOnce = 1000;

    // A day's worth is alive: 24 rounds.
    private static readonly TimeSpan Life = TimeSpan.FromDays(1);
    private static readonly TimeSpan Round = TimeSpan.FromHours(1);
    private const int Alive = 24 * AtOnce;

    [Fact]
    public void The_replica_of_a_million_logouts_holds_what_is_alive()
    {
        var clock = new TestClock();
        var (table, before, most) = (new RevocationTable(clock), Used(), 0L);
        for (var done = 0; done < Million; done += AtOnce)
        {
            for (var i = 0; i < AtOnce; i++)
                Assert.True(table.Add(New(clock)));
            most = Math.Max(most, table.Count);
            clock.Advance(Round);
        }

        // Without a single purge: growth itself drops what expired.
        var bytes = Used() - before;
        output.WriteLine($"{most} entries at most, {bytes / 1024} KiB after a million");
        Assert.InRange(most, Alive, 4 * Alive);
        Assert.InRange(bytes, long.MinValue, 6 << 20);   // a million would be 29 MB and more; what other tests left may go meanwhile
        table.Purge(RevocationTable.ShardCount);
        Assert.InRange(table.Count, Alive - AtOnce, Alive * 5 / 4);

        clock.Advance(Life);
        table.Purge(RevocationTable.ShardCount);   // what the timer does within two minutes
        Assert.Equal(0, table.Count);
    }

    [Fact]
    public Task Memory_and_file_of_the_store_hold_what_is_alive_and_a_restart_knows_it()
        => KeepAsync(int.TryParse(Environment.GetEnvironmentVariable("LOGOUTS"), CultureInfo.InvariantCulture, out var count) ? count : 100_000);

    private async Task KeepAsync(int count)
    {
        var clock = new TestClock();
        var directory = Directory.CreateTempSubdirectory("million-");
        var log = new FileInfo(FileStore.Log(directory.FullName));
        try
        {
            var (longest, before, first, last) = (0L, Used(), New(clock), New(clock));
            await using (var store = FileStore.In(directory.FullName, clock))
            {
                await RecordAsync(store, clock, first);
                for (var done = 0; done < count; done += AtOnce)
                {
                    await RecordAsync(store, clock, AtOnce);
                    log.Refresh();
                    longest = Math.Max(longest, log.Length);
                    clock.Advance(Round);
                }

                last = New(clock);
                await RecordAsync(store, clock, last);
                output.WriteLine($"{count} logouts: {longest / 1024} KiB of file at most, {(Used() - before) / 1024} KiB of memory");
                // Alive: 60 bytes each and the ids of tokens that are an hour old at most; before a compaction, twice that and a batch.
                Assert.InRange(longest, Math.Min(count, Alive) * 50L, 4_000_000);
                Assert.InRange(Used() - before, long.MinValue, 16 << 20);
            }

            await using var restarted = FileStore.In(directory.FullName, clock);
            Assert.NotNull(await restarted.FindAsync(last.Key, default));
            Assert.Null(await restarted.FindAsync(first.Key, default));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_process_that_starts_anew_every_day_does_not_keep_the_file_of_all_days()
    {
        var clock = new TestClock();
        var directory = Directory.CreateTempSubdirectory("restarts-");
        try
        {
            for (var day = 0; day < 4; day++)
            {
                await using (var store = FileStore.In(directory.FullName, clock))
                    await RecordAsync(store, clock, day == 0 ? 9000 : 7000);
                clock.Advance(Life);
            }

            Assert.InRange(new FileInfo(FileStore.Log(directory.FullName)).Length, 0, 2_000_000);   // all days would be three million
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    // On the thread pool: xunit's own context would take the continuations one by one, between those of other tests.
    private static Task RecordAsync(FileRevocationStore store, TestClock clock, int count)
        => Task.Run(() => Task.WhenAll(Enumerable.Range(0, count).Select(_ => RecordAsync(store, clock, New(clock)))));

    private static async Task RecordAsync(FileRevocationStore store, TestClock clock, Revocation revocation)
        => Assert.Equal(RecordOutcome.Recorded, await store.RecordAsync(NewKey(), clock.GetUtcNow() + TimeSpan.FromMinutes(11), [revocation], default));

    private static Revocation New(TestClock clock) => new(NewKey(), DateTimeOffset.MaxValue, clock.GetUtcNow() + Life);

    private static RevocationKey NewKey()
    {
        Span<byte> bytes = stackalloc byte[RevocationKey.Size];
        RandomNumberGenerator.Fill(bytes);
        return RevocationKey.Read(bytes);
    }

    private static long Used() => GC.GetTotalMemory(forceFullCollection: true);
}
