using System.Data.Common;
using System.Threading.Channels;

using Microsoft.Data.Sqlite;

namespace IdentityHost.Data;

/// <summary>
/// The single writer. Waiting for the disk is what a commit costs, so everything that arrived meanwhile goes into the next commit together,
/// each in its own savepoint: one caller's failure undoes only its own work.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int MaxItemsPerCommit = 128;

    private readonly Channel<IWriteItem> _queue = Channel.CreateUnbounded<IWriteItem>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lazy<Task<SqliteConnection>> _connection;
    private readonly AsyncLocal<bool> _inside = new();
    private readonly Task _loop;

    public SqliteWriter(Func<SqliteConnection> open)
    {
        _connection = new(() => Task.Run(open));
        _loop = Task.Run(RunAsync);
    }

    public Task OpenedAsync() => _connection.Value;

    public Task<T> EnqueueAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        if (_inside.Value)
            throw new InvalidOperationException("A write transaction was asked for inside another one, which would wait for itself forever.");
        var item = new WriteItem<T>(work, cancellationToken);
        return _queue.Writer.TryWrite(item) ? item.Task : Task.FromException<T>(new ObjectDisposedException(nameof(SqliteWriter)));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_queue.Writer.TryComplete())
            return;
        await _loop;
        if (_connection is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            (await _connection.Value).Dispose();
    }

    private async Task RunAsync()
    {
        _inside.Value = true;
        var items = new List<IWriteItem>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            items.Clear();
            try
            {
                var connection = await _connection.Value;
                // Not deferred: the write lock is taken here, not in the middle, where a second process could make it fail.
                await using var transaction = connection.BeginTransaction(deferred: false);
                while (items.Count < MaxItemsPerCommit && _queue.Reader.TryRead(out var item))
                    if (await RunOneAsync(connection, transaction, item))
                        items.Add(item);
                await transaction.CommitAsync();
            }
            catch (Exception ex)    // handed to every caller of this commit; the loop goes on for the next ones
            {
                FailAll(items, ex);
                continue;
            }
            foreach (var item in items)
                item.Complete();
        }
    }

    private static async Task<bool> RunOneAsync(SqliteConnection connection, SqliteTransaction transaction, IWriteItem item)
    {
        if (item.IsCancelled)
            return false;
        try
        {
            transaction.Save("item");
            await item.RunAsync(connection, transaction);
            transaction.Release("item");
            return true;
        }
        catch (Exception ex)
        {
            item.Fail(ex);
            transaction.Rollback("item");   // throws where SQLite gave up the whole transaction; then the others fail as well
            transaction.Release("item");
            return false;
        }
    }

    private void FailAll(List<IWriteItem> items, Exception exception)
    {
        foreach (var item in items)
            item.Fail(exception);
        if (items.Count == 0 && _queue.Reader.TryRead(out var first))
            first.Fail(exception);      // the transaction could not even begin: somebody must hear it, and the loop must not spin
    }
}
