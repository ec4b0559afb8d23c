using System.Security.Cryptography;
using Shared.Logout.Sessions;
using Shared.Logout.Storage;
using Shared.Logout.UnitTests.Sessions;

namespace Shared.Logout.UnitTests.Storage;

public sealed class RevocationTableTests
{
    private readonly TestClock _clock = new();
    private readonly RevocationTable _table;

    public RevocationTableTests() => _table = new(_clock);

    private DateTimeOffset Now => _clock.GetUtcNow();

    [Fact]
    public void A_session_ends_by_any_of_its_three_keys_and_by_no_other()
    {
        var stamp = new SessionStamp(NewKey(), NewKey(), NewKey(), Now.ToUnixTimeSeconds());
        foreach (var key in (RevocationKey[])[stamp.First, stamp.Second, stamp.Subject])
        {
            var table = new RevocationTable(_clock);
            table.Add(new(NewKey(), DateTimeOffset.MaxValue, Now.AddHours(1)));
            Assert.False(table.Ends(stamp));
            table.Add(new(key, DateTimeOffset.MaxValue, Now.AddHours(1)));
            Assert.True(table.Ends(stamp));
        }
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_cutoff_ends_sessions_that_started_at_or_before_it(int startedAfter, bool ends)
    {
        var key = NewKey();
        _table.Add(new(key, Now, Now.AddHours(1)));
        Assert.Equal(ends, _table.Ends(new(default, default, key, Now.ToUnixTimeSeconds() + startedAfter)));
    }

    [Fact]
    public void A_ticket_without_stamp_is_older_than_any_revocation()
    {
        var key = NewKey();
        _table.Add(new(key, DateTimeOffset.UnixEpoch, Now.AddHours(1)));
        Assert.True(_table.Ends(new(default, default, key, 0)));
    }

    [Fact]
    public void The_default_key_is_no_key()
    {
        _table.Add(new(default, DateTimeOffset.MaxValue, Now.AddHours(1)));
        Assert.False(_table.Ends(new(NewKey(), default, default, 0)));
    }

    [Fact]
    public void A_revocation_ends_nothing_once_it_expired_and_may_be_recorded_again()
    {
        var key = NewKey();
        Assert.True(_table.Add(new(key, DateTimeOffset.MaxValue, Now.AddSeconds(10))));
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.True(_table.Ends(new(key, default, default, 0)));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_table.Ends(new(key, default, default, 0)));
        // What expired counts for nothing: its cutoff does not live on.
        Assert.True(_table.Add(new(key, Now, Now.AddSeconds(10))));
        Assert.Equal(Now, _table.Find(key)!.Cutoff);
    }

    [Fact]
    public void Only_what_ends_more_sessions_counts_as_new()
    {
        var key = NewKey();
        Assert.True(_table.Add(new(key, Now, Now.AddHours(1))));
        Assert.False(_table.Add(new(key, Now, Now.AddHours(1))));
        Assert.False(_table.Add(new(key, Now.AddSeconds(-5), Now.AddHours(2))));
        Assert.True(_table.Add(new(key, Now.AddSeconds(5), Now.AddHours(1))));
        Assert.Equal((Now.AddSeconds(5), Now.AddHours(2)), (_table.Find(key)!.Cutoff, _table.Find(key)!.ExpiresAt));
    }

    [Fact]
    public void A_fraction_of_a_second_is_never_cut_from_a_life()
    {
        var key = NewKey();
        _table.Add(new(key, DateTimeOffset.MaxValue, Now.AddMilliseconds(10_500)));
        _clock.Advance(TimeSpan.FromMilliseconds(10_499));
        Assert.True(_table.Ends(new(key, default, default, 0)));
    }

    [Fact]
    public void A_hundred_thousand_are_all_found_and_no_stranger_is()
    {
        var keys = Enumerable.Range(0, 100_000).Select(_ => NewKey()).ToList();
        foreach (var key in keys)
            Assert.True(_table.Add(new(key, DateTimeOffset.MaxValue, Now.AddHours(1))));
        Assert.Equal(keys.Count, _table.Count);
        Assert.All(keys, key => Assert.True(_table.Ends(new(key, default, default, 0))));
        Assert.All(Enumerable.Range(0, 100_000), _ => Assert.False(_table.Ends(new(NewKey(), NewKey(), NewKey(), 0))));
        Assert.Equal(keys.ToHashSet(), [.. Enumerable.Range(0, RevocationTable.ShardCount).SelectMany(_table.Live).Select(live => live.Key)]);
    }

    [Fact]
    public void Keys_that_collide_in_shard_tag_and_group_are_told_apart()
    {
        var keys = Enumerable.Range(1, 1000).Select(i => new RevocationKey((ulong)i << 20, 7)).ToList();
        foreach (var key in keys.Where((_, i) => i % 2 == 0))
            _table.Add(new(key, DateTimeOffset.MaxValue, Now.AddHours(1)));
        Assert.All(keys.Select((key, i) => (key, i)), it => Assert.Equal(it.i % 2 == 0, _table.Ends(new(it.key, default, default, 0))));
    }

    [Fact]
    public void Purging_drops_what_expired_keeps_the_rest_and_gives_memory_back()
    {
        var kept = Enumerable.Range(0, 1000).Select(_ => NewKey()).ToList();
        foreach (var key in kept)
            _table.Add(new(key, DateTimeOffset.MaxValue, Now.AddHours(2)));
        for (var i = 0; i < 50_000; i++)
            _table.Add(new(NewKey(), DateTimeOffset.MaxValue, Now.AddHours(1)));
        _clock.Advance(TimeSpan.FromHours(1));
        _table.Purge(RevocationTable.ShardCount);
        Assert.Equal(kept.Count, _table.Count);
        Assert.All(kept, key => Assert.True(_table.Ends(new(key, default, default, 0))));
    }

    [Fact]
    public void A_look_up_allocates_nothing()
    {
        for (var i = 0; i < 10_000; i++)
            _table.Add(new(NewKey(), DateTimeOffset.MaxValue, Now.AddHours(1)));
        var stamp = new SessionStamp(NewKey(), NewKey(), NewKey(), 1);
        _table.Ends(stamp);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
            _table.Ends(stamp);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Readers_never_miss_what_writers_have_finished_while_the_table_grows_and_purges()
    {
        const int count = 200_000;
        var keys = Enumerable.Range(0, count).Select(_ => NewKey()).ToArray();
        var written = 0;
        var writer = Task.Run(() =>
        {
            for (var i = 0; i < count; i++)
            {
                _table.Add(new(keys[i], DateTimeOffset.MaxValue, Now.AddHours(1)));
                Volatile.Write(ref written, i + 1);
            }
        });
        var strangers = Task.Run(() =>
        {
            while (!writer.IsCompleted)
            {
                _table.Add(new(NewKey(), DateTimeOffset.MaxValue, Now.AddSeconds(1)));
                _table.Purge(1);
                Assert.False(_table.Ends(new(NewKey(), NewKey(), NewKey(), 0)));
            }
        });
        var reader = Task.Run(() =>
        {
            for (uint turn = 0; !writer.IsCompleted; turn += 7919)
            {
                if (Volatile.Read(ref written) is > 0 and var known)
                    Assert.True(_table.Ends(new(keys[turn % known], default, default, 0)));
            }
        });
        await Task.WhenAll(writer, reader, strangers);
    }

    private static RevocationKey NewKey() => RevocationKey.Read(RandomNumberGenerator.GetBytes(RevocationKey.Size));
}
