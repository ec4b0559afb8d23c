using Demo.Processes;

namespace Demo.Stage;

/// <summary>What the page's buttons do to Client B and to Redis. The result is null, or the sentence that says why it was not done.</summary>
internal sealed class Troubles(Supervisor supervisor, TimeLine timeLine, DemoOptions options, RedisFlush redis)
{
    private const string Victim = "ClientB";

    public Task<string?> MakeAsync(string action) => action switch
    {
        "stop" => WhenAsync(timeLine.StateOf(Victim) is AppState.Running or AppState.Hung, "Client B does not run.", StopAsync),
        "hang" => WhenAsync(timeLine.StateOf(Victim) is AppState.Running, "Only a running Client B can hang.", HangAsync),
        "resume" => WhenAsync(timeLine.StateOf(Victim) is AppState.Hung, "Client B does not hang.", ResumeAsync),
        "restart" => WhenAsync(timeLine.StateOf(Victim) is not AppState.Starting, "Client B is starting already.", RestartAsync),
        "flush-redis" => WhenAsync(options.Redis is not null, "This demo does not run on Redis; start it with --redis localhost:6379.", FlushAsync),
        _ => Task.FromResult<string?>("There is no such button."),
    };

    private static Task<string?> WhenAsync(bool possible, string otherwise, Func<Task<string?>> act)
        => possible ? act() : Task.FromResult<string?>(otherwise);

    private async Task<string?> StopAsync()
        => await supervisor.KillAsync(Victim) ? null : "Client B had stopped by itself.";

    private Task<string?> HangAsync() => Task.FromResult(
        supervisor.Freeze(Victim) ? null : "This system has no signal that makes a process stand still.");

    private Task<string?> ResumeAsync() => Task.FromResult(
        supervisor.Thaw(Victim) ? null : "Client B could not be told to go on.");

    private async Task<string?> RestartAsync()
        => await supervisor.RestartAsync(Victim) ? null : "Client B did not come back; the terminal says why.";

    private async Task<string?> FlushAsync()
    {
        var problem = await redis.FlushAsync(options.Redis!);
        if (problem is null)
            timeLine.Add("Redis", EntryKind.Flushed, "every key deleted");
        return problem;
    }
}
