using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shared.Logout.Diagnostics;

namespace Shared.Logout.Storage;

/// <summary>
/// The durable log of one process. A logout is acknowledged when its line is on the disk; logouts that arrive together share one flush.
/// The replica is its index, so nothing is kept in memory twice.
/// </summary>
internal sealed class FileRevocationStore(
    string directory, RevocationTable replica, TimeProvider time, ILogger<FileRevocationStore> logger) : ILocalRevocationStore, IAsyncDisposable, IDisposable
{
    private const int MaxBatch = 1000;
    private const long SmallFile = 1 << 20;
    private const int LiveLineLength = 60; // of a compact file, roughly

    private readonly Lock _opening = new();
    private readonly RevocationTable _tokens = new(time);
    private readonly RevocationLogFile _file = new(directory, logger);
    private readonly HashSet<RevocationKey> _owed = []; // in the replica, but a failed write kept them from the disk
    private readonly Channel<PendingLogout> _queue = Channel.CreateUnbounded<PendingLogout>(new UnboundedChannelOptions { SingleReader = true });
    private DirectoryOwner? _owner;
    private Task? _opened;
    private Task _writing = Task.CompletedTask;
    private long _compactAt = SmallFile;

    public static FileRevocationStore Create(IServiceProvider provider, string? directory)
    {
        var root = provider.GetRequiredService<IHostEnvironment>().ContentRootPath;
        directory ??= provider.GetRequiredService<IConfiguration>()["DataDirectory"] is { Length: > 0 } configured ? configured : "App_Data";
        return ActivatorUtilities.CreateInstance<FileRevocationStore>(provider, Path.GetFullPath(directory, root));
    }

    public ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        lock (_opening)
            return new(_opened ??= Task.Run(() => LoadAsync(cancellationToken), cancellationToken));
    }

    public async ValueTask<RecordOutcome> RecordAsync(
        RevocationKey tokenId, DateTimeOffset tokenExpiresAt, IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        var pending = new PendingLogout(tokenId, tokenExpiresAt, revocations);
        if (!_queue.Writer.TryWrite(pending))
            throw new RevocationStoreException($"{_file.FilePath} is closed, because the host is stopping.");
        return await pending.Outcome.WaitAsync(cancellationToken);
    }

    public async ValueTask<Revocation?> FindAsync(RevocationKey key, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        return replica.Find(key);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
        _file.Dispose();
        _owner?.Dispose();
    }

    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _writing.GetAwaiter().GetResult(); // what is queued is written first; no thread of the pool waits for this one
        _file.Dispose();
        _owner?.Dispose();
    }

    public override string ToString() => _file.FilePath;

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(directory);
            _owner = await DirectoryOwner.TakeAsync(directory, time, cancellationToken);
            _file.Load(_tokens, replica);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"DataDirectory is {directory}, where revocations cannot be kept: {exception.Message} Sign-outs would be forgotten. "
                + "Make it a directory that this process may write to, or set ConnectionStrings:Redis.", exception);
        }

        // By what is alive in it, not by its length: a process that starts anew every day would never reach twice that.
        _compactAt = Math.Max(SmallFile, 2 * LiveLineLength * (replica.Count + _tokens.Count));
        if (_file.Length >= _compactAt)
            Compact();
        _writing = Task.Run(WriteAsync, CancellationToken.None);
    }

    private async Task WriteAsync()
    {
        var batch = new List<PendingLogout>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var pending))
                batch.Add(pending);
            try
            {
                Write(batch);
            }
#pragma warning disable CA1031 // Whatever the disk has against it, the callers must hear of it and the next logout must be tried.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                foreach (var pending in batch)
                    pending.Fail(new RevocationStoreException($"{_file.FilePath} could not be written.", exception));
            }

            batch.Clear();
            _tokens.Purge(1);
            if (_file.Length >= _compactAt)
                Compact();
        }
    }

    private void Write(List<PendingLogout> batch)
    {
        var lines = new StringBuilder();
        foreach (var owed in _owed.Select(key => replica.Find(key)).OfType<Revocation>())
            RevocationLogLine.Append(lines, null, [owed]);
        var inBatch = new HashSet<RevocationKey>();
        foreach (var pending in batch)
        {
            pending.IsRepeat = !inBatch.Add(pending.TokenId) || _tokens.Find(pending.TokenId) is not null;
            if (!pending.IsRepeat)
                RevocationLogLine.Append(lines, (pending.TokenId, pending.TokenExpiresAt), pending.Revocations);
        }

        try
        {
            if (lines.Length > 0)
                _file.Append(lines.ToString());
        }
        catch
        {
            _owed.UnionWith(batch.SelectMany(pending => pending.Revocations).Select(revocation => revocation.Key));
            throw;
        }

        _owed.Clear();
        foreach (var pending in batch)
        {
            if (!pending.IsRepeat)
            {
                _tokens.Add(new Revocation(pending.TokenId, DateTimeOffset.MaxValue, pending.TokenExpiresAt));
                foreach (var revocation in pending.Revocations)
                    replica.Add(revocation);
            }

            pending.Complete();
        }
    }

    // Each compaction follows at least as many bytes of appends, so that its cost per logout is constant.
    private void Compact()
    {
        try
        {
            _file.Replace(LiveLines());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogFileNotCompacted(exception, _file.FilePath); // it only grows; the next attempt is after as much again
        }

        _compactAt = Math.Max(SmallFile, 2 * _file.Length);
    }

    private IEnumerable<string> LiveLines()
    {
        for (var shard = 0; shard < RevocationTable.ShardCount; shard++)
        {
            var lines = new StringBuilder();
            foreach (var revocation in replica.Live(shard))
                RevocationLogLine.Append(lines, null, [revocation]);
            foreach (var token in _tokens.Live(shard))
                RevocationLogLine.Append(lines, (token.Key, token.ExpiresAt), []);
            yield return lines.ToString();
        }
    }
}
