namespace Bench.Harness;

/// <summary>
/// Standard input without a borrowed thread. The asynchronous methods of <see cref="Console.In"/> block, and whatever thread continues after an
/// <c>await</c> would be theirs for good: with StackExchange.Redis 1.2, the one that completes every command.
/// </summary>
internal static class Input
{
    public static Task<string?> ReadLineAsync()
        => Task.Factory.StartNew(Console.In.ReadLine, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.RunContinuationsAsynchronously, TaskScheduler.Default);

    public static async Task UntilEndAsync()
    {
        while (await ReadLineAsync() is not null)
        {
        }
    }
}
