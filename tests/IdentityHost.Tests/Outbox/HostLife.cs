using System.Collections.Concurrent;
using System.Diagnostics;

using TestSupport;

namespace IdentityHost.Tests.Outbox;

/// <summary>One life of a real IdentityHost process, watched through what it logs.</summary>
internal sealed class HostLife : IDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _process;

    private HostLife(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool IsRunning => !_process.HasExited;

    public string Output => string.Join(Environment.NewLine, _lines);

    public bool HasStarted { get; private set; }

    /// <summary>The door has committed the end of sessions.</summary>
    public bool HasEnded { get; private set; }

    public static HostLife Start(IEnumerable<KeyValuePair<string, string>> settings, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.AssemblyOf("IdentityHost"), .. settings.Select(setting => $"--{setting.Key}={setting.Value}")])
        {
            WorkingDirectory = Repository.PathOf("IdentityHost"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Testing";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        return new HostLife(start);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        HasStarted |= line.Contains("Application started", StringComparison.Ordinal);
        HasEnded |= line.Contains("sessions ended", StringComparison.Ordinal);
    }
}
