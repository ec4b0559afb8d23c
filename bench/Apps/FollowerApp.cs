using System.Collections.Concurrent;
using System.Diagnostics;
using Bench.Harness;
using Shared.Logout;

namespace Bench.Apps;

/// <summary>Instance 2: writes, for each revocation from elsewhere, its key and the moment from which this process rejects its session.</summary>
internal sealed class FollowerApp : IBenchApp
{
    public string Name => "follower";

    /// <param name="args">The Redis.</param>
    public async Task<int> RunAsync(string[] args)
    {
        await using var instance = await Instance.StartAsync(args[0]);
        using var heard = new BlockingCollection<(RevocationKey Key, long Moment)>();
        using var observing = instance.Book.Observe(revocation => heard.Add((revocation.Key, Stopwatch.GetTimestamp())));
        Console.WriteLine("ready");
        var writing = Task.Run(() =>
        {
            foreach (var (key, moment) in heard.GetConsumingEnumerable())
                Console.WriteLine($"{key} {moment}");
        });
        await Input.UntilEndAsync();
        heard.CompleteAdding();
        await writing;
        return 0;
    }
}
