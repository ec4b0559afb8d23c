using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Shared.Logout.Contract;
using Shared.Logout.Redis;
using StackExchange.Redis;
using TestSupport;

namespace Shared.Logout.Tests.Storage;

public sealed class RedisRevocationStoreTests(RedisFixture redis) : AtomicStoreContract, IClassFixture<RedisFixture>, IAsyncLifetime
{
    private readonly string _prefix = Guid.NewGuid().ToString("N");
    private RedisRevocationStore _store = null!;

    protected override IRevocationStore Store => _store;

    private RedisServer Server => redis.Server;

    public Task InitializeAsync()
    {
        _store = Open(Server.ConnectionString);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task The_log_gives_back_what_was_recorded_in_order_with_its_words_for_people()
    {
        Revocation[] first = [Some() with { Reason = "user_logout", InitiatedBy = "ClientB" }, Some(cutoff: Now) with { Reason = "user_logout", InitiatedBy = "ClientB" }];
        var second = Some();
        await RecordAsync(first);
        await RecordAsync(second);

        var page = await _store.ReadAsync(null, default);
        Assert.Equal([.. first, second], page.Revocations);
        Assert.Equal((false, false), (page.HasMore, page.Gap));
    }

    [Fact]
    public async Task No_caller_continues_on_the_thread_that_completes_everybodys_commands()
    {
        await Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await _store.FindAsync(Some().Key, default);
                // A page that blocks from here on would hold up every other command.
                Assert.DoesNotContain("StackExchange.Redis", Environment.StackTrace, StringComparison.Ordinal);
            }
        });
    }

    [Fact]
    public async Task A_logout_that_the_log_refused_is_no_repeat_when_it_is_sent_again()
    {
        var (token, revocation) = (NewKey(), Some());
        await Server.CommandAsync("ACL", "SETUSER", "default", "-xadd");
        try
        {
            var outage = await Assert.ThrowsAsync<RevocationStoreException>(async () => await _store.RecordAsync(token, Later, [revocation], default));
            Assert.IsType<RedisServerException>(outage.InnerException);
        }
        finally
        {
            await Server.CommandAsync("ACL", "SETUSER", "default", "+xadd");
        }

        Assert.Null(await _store.FindAsync(revocation.Key, default));
        await Until.IsTrueAsync(
            async () => await _store.RecordAsync(token, Later, [revocation], default) is RecordOutcome.Recorded, what: "the same token is recorded");
        Assert.Equal(revocation, await _store.FindAsync(revocation.Key, default));
    }

    [Fact]
    public async Task A_read_goes_on_where_the_last_one_ended()
    {
        await RecordAsync(Some());
        var position = (await _store.ReadAsync(null, default)).Position;
        Assert.Empty((await _store.ReadAsync(position, default)).Revocations);
        var next = Some();
        await RecordAsync(next);
        Assert.Equal([next], (await _store.ReadAsync(position, default)).Revocations);
    }

    [Fact]
    public async Task A_long_log_is_read_in_pages_and_nothing_is_read_twice()
    {
        var all = Enumerable.Range(0, 2500).Select(_ => Some()).ToList();
        foreach (var some in all.Chunk(250))    // all at once would test this machine's patience with itself
            await Task.WhenAll(some.Select(revocation => RecordAsync(revocation)));

        var (read, pages) = (new List<Revocation>(), 0);
        for (RevocationPage? page = null; page is null or { HasMore: true }; pages++)
        {
            page = await _store.ReadAsync(page?.Position, default);
            read.AddRange(page.Revocations);
        }

        Assert.Equal(3, pages);
        Assert.Equal(2500, read.Count);
        Assert.Equal(all.ToHashSet(), [.. read]);
    }

    [Fact]
    public async Task A_repeat_leaves_no_second_entry_in_the_log()
    {
        var (token, revocation) = (NewKey(), Some());
        await Store.RecordAsync(token, Later, [revocation], default);
        await Store.RecordAsync(token, Later, [revocation], default);
        Assert.Single((await _store.ReadAsync(null, default)).Revocations);
    }

    [Fact]
    public async Task A_position_that_is_gone_is_a_gap_even_if_the_log_has_grown_past_it()
    {
        await RecordAsync(Some());
        var position = (await _store.ReadAsync(null, default)).Position;
        await Server.CommandAsync("DEL", $"{{{_prefix}}}:log");
        Assert.True((await _store.ReadAsync(position, default)).Gap);
        await RecordAsync(Some());
        var page = await _store.ReadAsync(position, default);
        Assert.True(page.Gap);
        Assert.Empty(page.Revocations);
    }

    [Fact]
    public async Task Restoring_writes_what_is_missing_and_only_that()
    {
        var (kept, lost) = (Some(), Some());
        await RecordAsync(kept);
        await _store.RestoreAsync([kept, lost], default);
        await _store.RestoreAsync([kept, lost], default);
        Assert.Equal([kept, lost], (await _store.ReadAsync(null, default)).Revocations);
        Assert.NotNull(await Store.FindAsync(lost.Key, default));
    }

    [Fact]
    public async Task Restoring_fills_the_log_too_where_only_the_log_was_lost()
    {
        var revocation = Some();
        await RecordAsync(revocation);
        await Server.CommandAsync("DEL", $"{{{_prefix}}}:log");
        await _store.RestoreAsync([revocation], default);
        Assert.Equal([revocation], (await _store.ReadAsync(null, default)).Revocations);
    }

    [Fact]
    public async Task Only_one_instance_at_a_time_has_the_turn_to_restore()
    {
        await using var other = Open(Server.ConnectionString);
        var turn = await _store.TryBeginRestoreAsync(default);
        Assert.NotNull(turn);
        Assert.Null(await other.TryBeginRestoreAsync(default));
        await turn.DisposeAsync();
        var next = await other.TryBeginRestoreAsync(default);
        Assert.NotNull(next);
        await next.DisposeAsync();
    }

    [Fact]
    public async Task All_keys_lie_in_one_slot_expire_and_name_nobody()
    {
        await RecordAsync(Some(), Some(cutoff: Now));
        var keys = (await Server.CommandAsync("KEYS", $"*{_prefix}*")).Split('\n');
        Assert.Equal(5, keys.Length); // log, life, token, two revocations
        foreach (var key in keys)
        {
            Assert.StartsWith($"{{{_prefix}}}:", key, StringComparison.Ordinal); // the hash tag; a cluster would accept no script otherwise
            var milliseconds = long.Parse(await Server.CommandAsync("PTTL", key), CultureInfo.InvariantCulture);
            Assert.InRange(milliseconds, 1, TimeSpan.FromMinutes(62).TotalMilliseconds);
        }
    }

    [Fact]
    public async Task The_log_is_trimmed_by_the_longest_life_in_it()
    {
        // Entries that are older than any life plus a minute, as if two hours had passed.
        var old = DateTimeOffset.UtcNow.AddHours(-2).ToUnixTimeMilliseconds();
        for (var i = 0; i < 500; i++)
            await Server.CommandAsync("XADD", $"{{{_prefix}}}:log", $"{old}-{i}", "r", $"{NewKey()} - 1");
        await RecordAsync(Some());
        var left = long.Parse(await Server.CommandAsync("XLEN", $"{{{_prefix}}}:log"), CultureInfo.InvariantCulture);
        Assert.InRange(left, 1, 200); // trimming is approximate: whole nodes of a hundred entries
    }

    [Fact]
    public async Task The_longest_life_is_known_for_as_long_as_any_entry_lives()
    {
        await RecordAsync(Some());
        await Server.CommandAsync("PEXPIRE", $"{{{_prefix}}}:life", "1000");   // as if nearly all of that hour had passed
        await RecordAsync(Some() with { ExpiresAt = DateTimeOffset.UtcNow.AddMinutes(30) });
        // Else the next entry, with a life of ten minutes, would have this one trimmed after ten.
        var left = long.Parse(await Server.CommandAsync("PTTL", $"{{{_prefix}}}:life"), CultureInfo.InvariantCulture);
        Assert.InRange(left, TimeSpan.FromMinutes(29).TotalMilliseconds, TimeSpan.FromMinutes(31).TotalMilliseconds);
    }

    [Fact]
    public async Task An_entry_that_is_not_ours_is_passed_over()
    {
        await Server.CommandAsync("XADD", $"{{{_prefix}}}:log", "*", "r", "nonsense");
        await Server.CommandAsync("XADD", $"{{{_prefix}}}:log", "*", "x", "y");
        var revocation = Some();
        await RecordAsync(revocation);
        Assert.Equal([revocation], (await _store.ReadAsync(null, default)).Revocations);
    }

    [Fact]
    public async Task Scripts_survive_a_server_that_forgot_them()
    {
        await RecordAsync(Some());
        await Server.CommandAsync("SCRIPT", "FLUSH");
        await RecordAsync(Some());
    }

    [Theory]
    [InlineData("127.0.0.1"), InlineData("no-such-host.invalid")]
    public async Task A_server_that_is_not_there_is_an_outage(string host)
    {
        await using var store = Open($"{host}:{FreePort.Next()}");
        await Assert.ThrowsAsync<RevocationStoreException>(() => store.FindAsync(NewKey(), default).AsTask());
        await Assert.ThrowsAsync<RevocationStoreException>(() => store.RecordAsync(NewKey(), Later, [Some()], default).AsTask());
        await Assert.ThrowsAsync<RevocationStoreException>(() => store.ReadAsync(null, default).AsTask());
        await Assert.ThrowsAsync<RevocationStoreException>(() => store.SubscribeAsync(() => { }, () => { }, default).AsTask());
    }

    private RedisRevocationStore Open(string connection)
        => new(new RedisConnection(connection, TimeProvider.System, NullLogger.Instance), new RedisNames(_prefix), TimeProvider.System, NullLogger<RedisRevocationStore>.Instance);
}
