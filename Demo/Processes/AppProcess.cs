using System.Diagnostics;
using System.Text;
using Demo.Apps;
using Demo.Stage;

namespace Demo.Processes;

/// <summary>One running application. Its lines are read and go to the screen as they come; the last ones are kept for the day it fails.</summary>
internal sealed class AppProcess : IDisposable
{
    private const int KeptLines = 15;
    private readonly Queue<string> _last = new();
    private readonly Process _process;
    private readonly Func<string, string?> _read;
    private readonly Action<string> _print;

    private AppProcess(AppSpec spec, Process process, Func<string, string?> read, Action<string> print)
        => (Spec, _process, _read, _print) = (spec, process, read, print);

    public AppSpec Spec { get; }

    public int ExitCode => _process.ExitCode;

    public bool HasExited => _process.HasExited;

    /// <param name="read">Takes each line and returns what people see of it, or null.</param>
    public static AppProcess Start(AppSpec spec, Layout layout, Func<string, string?> read, Action<string> print)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [layout.Assembly(spec.Project)])
        {
            WorkingDirectory = layout.ContentRoot(spec.Project),
            RedirectStandardInput = true,   // its end tells the application to stop, see StartupHook
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in spec.Environment)
            start.Environment[name] = value;

        var app = new AppProcess(spec, Process.Start(start)!, read, print);
        app._process.OutputDataReceived += app.Show;
        app._process.ErrorDataReceived += app.Show;
        app._process.BeginOutputReadLine();
        app._process.BeginErrorReadLine();
        return app;
    }

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    public string LastLines()
    {
        lock (_last)
            return string.Join(Environment.NewLine, _last.Select(line => $"    {line}"));
    }

    /// <summary>Like a power cut: no shutdown code runs.</summary>
    public Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill(entireProcessTree: true);
        return _process.WaitForExitAsync(cancellationToken);
    }

    public bool Freeze() => !HasExited && Signals.StopProcess(_process.Id);

    public bool Thaw() => !HasExited && Signals.ContinueProcess(_process.Id);

    /// <summary>Asks the application to stop and returns when it has; kills it when it takes longer than <paramref name="patience"/>.</summary>
    public async Task StopAsync(TimeSpan patience, TimeProvider time)
    {
        if (HasExited)
            return;
        _process.StandardInput.Close();
        Signals.ContinueProcess(_process.Id);   // one that stands still would not hear it
        using var limit = new CancellationTokenSource(patience, time);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }
    }

    public void Dispose() => _process.Dispose();

    private void Show(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not { } data || _read(data) is not { } text)
            return;
        lock (_last)
        {
            _last.Enqueue(text);
            if (_last.Count > KeptLines)
                _last.Dequeue();
        }

        _print(text);
    }
}
