using System.Diagnostics;
using System.Text.RegularExpressions;
using TestSupport;

namespace Pictures.Screens;

/// <summary>The demo with fresh data on its usual ports, because addresses are part of the pictures.</summary>
internal sealed class DemoRun : IAsyncDisposable
{
    private readonly TempDirectory _data = new();
    private readonly Process _process;
    private readonly Task<string> _errors;

    private DemoRun()
    {
        _process = Process.Start(new ProcessStartInfo("dotnet", [Repository.AssemblyOf("Demo"), "--data", _data.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public Uri StartPage { get; private set; } = new("about:blank");

    public static Uri ClientA { get; } = new("http://localhost:5001");

    public static Uri ClientB { get; } = new("http://localhost:5002");

    public static Uri BrowserApp { get; } = new("http://localhost:5003/app/");

    public static Uri Provider { get; } = new("http://localhost:5000");

    public static async Task<DemoRun> StartAsync()
    {
        var run = new DemoRun();
        var lines = new List<string>();
        while (await run._process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (Regex.Match(line, @"Start at (\S+)") is { Success: true } match)
                run.StartPage = new Uri(match.Groups[1].Value);
            if (!line.Contains("Ctrl-C stops everything", StringComparison.Ordinal))
                continue;
            _ = run._process.StandardOutput.ReadToEndAsync();   // so that the demo never waits for a reader
            return run;
        }

        await run.DisposeAsync();
        throw new InvalidOperationException($"The demo did not start:\n{string.Join('\n', lines)}\n{await run._errors}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();                // the applications end with it
        await _process.WaitForExitAsync();
        _process.Dispose();
        _data.Dispose();
    }
}
