using System.Data.Common;

namespace IdentityHost.Data;

internal sealed class WriteItem<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken) : IWriteItem
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Task => _done.Task;

    public bool IsCancelled => cancellationToken.IsCancellationRequested && _done.TrySetCanceled(cancellationToken);

    public async Task RunAsync(DbConnection connection, DbTransaction transaction) => _result = await work(connection, transaction);

    public void Complete() => _done.TrySetResult(_result);

    public void Fail(Exception exception) => _done.TrySetException(exception);
}
