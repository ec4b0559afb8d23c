using System.Text;
using Shared.Logout.Contract;
using Shared.Logout.Storage;
using Shared.Logout.UnitTests.Sessions;

namespace Shared.Logout.UnitTests.Storage;

public sealed class FileRevocationStoreTests : AtomicStoreContract, IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("revocations-").FullName;
    private readonly FileRevocationStore _store;

    public FileRevocationStoreTests() => _store = FileStore.In(_directory);

    protected override IRevocationStore Store => _store;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_restart_knows_every_revocation_and_every_token_id()
    {
        Revocation[] both = [Some(), Some(cutoff: Now)];
        var token = NewKey();
        await Store.RecordAsync(token, Later, both, default);
        await _store.DisposeAsync();

        await using var restarted = FileStore.In(_directory);
        Assert.Equal(DateTimeOffset.MaxValue, (await restarted.FindAsync(both[0].Key, default))!.Cutoff);
        Assert.Equal(both[1], await restarted.FindAsync(both[1].Key, default));
        Assert.Equal(RecordOutcome.Repeated, await restarted.RecordAsync(token, Later, [Some()], default));
    }

    [Fact]
    public async Task What_was_acknowledged_is_in_the_file_while_the_process_still_runs()
    {
        var revocation = Some();
        await RecordAsync(revocation);
        var copy = CopyOfLog();

        await using var afterTheCrash = FileStore.In(copy);
        Assert.NotNull(await afterTheCrash.FindAsync(revocation.Key, default));
    }

    [Fact]
    public async Task A_full_disk_is_not_said_to_be_somebody_elses_lock()
    {
        if (OperatingSystem.IsWindows())
            return;   // it has no such disk
        await _store.DisposeAsync();
        var owner = Path.Combine(_directory, "revocations.owner");
        File.Delete(owner);
        File.CreateSymbolicLink(owner, "/dev/full");   // a disk without room
        await using var store = FileStore.In(_directory);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => store.OpenAsync(default).AsTask());
        Assert.Contains("where revocations cannot be kept", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_torn_last_line_is_dropped_wherever_it_tore_and_the_next_logout_is_kept()
    {
        var (whole, torn, next) = (Some(), Some(), Some());
        await RecordAsync(whole);
        var before = new FileInfo(FileStore.Log(_directory)).Length;
        await RecordAsync(torn);
        await _store.DisposeAsync();
        var log = await File.ReadAllBytesAsync(FileStore.Log(_directory));

        for (var length = (int)before; length < log.Length; length++)
        {
            await File.WriteAllBytesAsync(FileStore.Log(_directory), log[..length]);
            await using (var restarted = FileStore.In(_directory))
            {
                Assert.NotNull(await restarted.FindAsync(whole.Key, default));
                Assert.Null(await restarted.FindAsync(torn.Key, default));
                await restarted.RecordAsync(NewKey(), Later, [next], default);
            }

            await using var again = FileStore.In(_directory);
            Assert.NotNull(await again.FindAsync(whole.Key, default));
            Assert.NotNull(await again.FindAsync(next.Key, default));
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(200_000)]
    public async Task Zeros_at_the_end_after_a_power_failure_are_dropped(int count)
    {
        var (whole, next) = (Some(), Some());
        await RecordAsync(whole);
        await _store.DisposeAsync();
        await using (var file = File.OpenWrite(FileStore.Log(_directory)))
        {
            file.Seek(0, SeekOrigin.End);
            file.Write(new byte[count]);
        }

        await using (var restarted = FileStore.In(_directory))
            await restarted.RecordAsync(NewKey(), Later, [next], default);
        await using var again = FileStore.In(_directory);
        Assert.NotNull(await again.FindAsync(whole.Key, default));
        Assert.NotNull(await again.FindAsync(next.Key, default));
    }

    [Fact]
    public async Task A_damaged_line_in_the_middle_costs_that_line_only()
    {
        Revocation[] all = [Some(), Some(), Some()];
        foreach (var revocation in all)
            await RecordAsync(revocation);
        await _store.DisposeAsync();
        var log = await File.ReadAllTextAsync(FileStore.Log(_directory));
        var key = all[1].Key.ToString();
        await File.WriteAllTextAsync(FileStore.Log(_directory), log.Replace(key, (key[0] == 'A' ? 'B' : 'A') + key[1..], StringComparison.Ordinal));

        await using var restarted = FileStore.In(_directory);
        Assert.NotNull(await restarted.FindAsync(all[0].Key, default));
        Assert.Null(await restarted.FindAsync(all[1].Key, default));
        Assert.NotNull(await restarted.FindAsync(all[2].Key, default));
    }

    [Fact]
    public async Task A_file_of_another_kind_is_not_overwritten()
    {
        await File.WriteAllTextAsync(FileStore.Log(_directory), "somebody else's data, long enough to be a header of ours\n");
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => _store.OpenAsync(default).AsTask());
        Assert.Contains(FileStore.Log(_directory), refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith("somebody", await File.ReadAllTextAsync(FileStore.Log(_directory)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_process_is_refused_with_the_file_and_the_first_one_named()
    {
        await RecordAsync(Some());
        await using var second = FileStore.In(_directory);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => second.OpenAsync(default).AsTask());
        Assert.Contains(_directory, refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId} ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("DataDirectory", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_stops_the_start_with_its_name()
    {
        var file = Path.Combine(_directory, "a-file");
        await File.WriteAllTextAsync(file, "");
        await using var store = FileStore.In(Path.Combine(file, "below"));
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => store.OpenAsync(default).AsTask());
        Assert.Contains("DataDirectory is " + file, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expired_logouts_leave_the_file_and_live_ones_do_not()
    {
        await _store.DisposeAsync();
        var clock = new TestClock();
        var (kept, token) = (new Revocation(NewKey(), DateTimeOffset.MaxValue, clock.GetUtcNow().AddDays(1)), NewKey());
        await using (var store = FileStore.In(_directory, clock))
        {
            await store.RecordAsync(token, clock.GetUtcNow().AddDays(1), [kept], default);
            for (var hour = 0; hour < 12; hour++)
            {
                // 5000 logouts of 100 bytes an hour, each of which lives for a minute.
                await Task.Run(() => Task.WhenAll(Enumerable.Range(0, 5000).Select(_ => store.RecordAsync(
                    NewKey(), clock.GetUtcNow().AddMinutes(1), [new(NewKey(), DateTimeOffset.MaxValue, clock.GetUtcNow().AddMinutes(1))], default).AsTask())));
                clock.Advance(TimeSpan.FromHours(1));
            }
        }

        Assert.InRange(new FileInfo(FileStore.Log(_directory)).Length, 100, 2_500_000);
        await using var restarted = FileStore.In(_directory, clock);
        Assert.NotNull(await restarted.FindAsync(kept.Key, default));
        Assert.Equal(RecordOutcome.Repeated, await restarted.RecordAsync(token, clock.GetUtcNow().AddDays(1), [kept], default));
    }

    [Fact]
    public async Task A_compaction_that_fails_costs_no_logout()
    {
        Directory.CreateDirectory(FileStore.Log(_directory) + ".new");   // where the compact file would be written
        await Task.Run(() => Task.WhenAll(Enumerable.Range(0, 14_000).Select(_ => Store.RecordAsync(NewKey(), Later, [Some()], default).AsTask())));
        Assert.InRange(new FileInfo(FileStore.Log(_directory)).Length, 1 << 20, int.MaxValue);
        var last = Some();
        await RecordAsync(last);
        await _store.DisposeAsync();

        await using var restarted = FileStore.In(_directory);
        Assert.NotNull(await restarted.FindAsync(last.Key, default));
    }

    [Fact]
    public async Task Nothing_in_the_file_can_be_read_as_a_name()
    {
        await RecordAsync(Some() with { Reason = "user_logout", InitiatedBy = "alice" });
        var text = await File.ReadAllTextAsync(Path.Combine(CopyOfLog(), "revocations.log"), Encoding.ASCII);
        Assert.DoesNotContain("alice", text, StringComparison.Ordinal);
    }

    private string CopyOfLog()
    {
        var copy = Directory.CreateDirectory(Path.Combine(_directory, "copy")).FullName;
        using var source = new FileStream(FileStore.Log(_directory), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var target = File.Create(FileStore.Log(copy));
        source.CopyTo(target);
        return copy;
    }
}
