using System.Diagnostics;

namespace Bench.Harness;

/// <summary>An <see cref="IBenchApp"/> in a process of its own.</summary>
internal sealed class ChildApp : IAsyncDisposable
{
    private readonly Process _process;
    private int _disposed;

    private ChildApp(Process process, string ready) => (_process, Ready) = (process, ready);

    /// <summary>The line with which it reported to be ready, such as its address.</summary>
    public string Ready { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public StreamReader Output => _process.StandardOutput;

    public StreamWriter Input => _process.StandardInput;

    /// <summary>Sends a line and returns the line that comes back.</summary>
    public async Task<string> AskAsync(string line)
    {
        await Input.WriteLineAsync(line);
        await Input.FlushAsync();
        return await Output.ReadLineAsync() ?? throw new InvalidOperationException($"The application ended while it was asked to {line}.");
    }

    public static async Task<ChildApp> StartAsync(string name, params string[] args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var word in (string[])["app", name, .. args])
            start.ArgumentList.Add(word);
        var process = Process.Start(start)!;
        var ready = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"The application {name} ended before it was ready.");
        return new(process, ready);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
