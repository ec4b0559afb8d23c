namespace ClientB.Sessions;

/// <summary>Deletes tickets that nobody renewed for longer than a cookie can live, and what a killed process left half written.</summary>
internal sealed partial class TicketSweeper(string directory, TimeProvider time, ILogger<TicketSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(13);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            Sweep();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Sweep()
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(directory))
                if (time.GetUtcNow() - File.GetLastWriteTimeUtc(file) > Longest)
                    File.Delete(file);
        }
        catch (IOException ex)
        {
            SweepFailed(ex); // the next round tries again
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Old tickets could not be deleted.", EventName = "SweepFailed")]
    private partial void SweepFailed(Exception exception);
}
