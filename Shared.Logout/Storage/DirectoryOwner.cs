using System.Diagnostics;

namespace Shared.Logout.Storage;

/// <summary>The right to a directory, held by one process until it ends, in whatever way it ends.</summary>
internal sealed class DirectoryOwner : IDisposable
{
    // A process that is being replaced (a rolling restart on one machine) may need a moment to let go.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly FileStream _lock;

    private DirectoryOwner(FileStream @lock) => _lock = @lock;

    public static async Task<DirectoryOwner> TakeAsync(string directory, TimeProvider time, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, "revocations.lock");
        // Beside it, because the locked file itself cannot be read by others.
        var name = Path.Combine(directory, "revocations.owner");
        var start = time.GetTimestamp();
        while (true)
        {
            FileStream? held = null;
            try
            {
                held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
            {
                if (time.GetElapsedTime(start) > Patience)
                    throw new InvalidOperationException(InUse(path, File.Exists(name) ? await File.ReadAllTextAsync(name, cancellationToken) : "another process"), exception);
            }

            if (held is not null)
                return await SignAsync(held, name, cancellationToken);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    public void Dispose() => _lock.Dispose();

    // Apart from the lock: a disk that is full is another trouble than somebody else's lock.
    private static async Task<DirectoryOwner> SignAsync(FileStream held, string name, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(name, $"process {Environment.ProcessId} ({Process.GetCurrentProcess().ProcessName}) on {Environment.MachineName}", cancellationToken);
            return new DirectoryOwner(held);
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    private static string InUse(string path, string owner)
        => $"{path} is held by {owner}. Two processes cannot keep their revocations in one directory: each would miss the other's. "
        + "Give each process a DataDirectory of its own where each is a different application, or set ConnectionStrings:Redis where they are instances of one.";
}
