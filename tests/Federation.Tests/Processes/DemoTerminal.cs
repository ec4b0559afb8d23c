using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using TestSupport;

namespace Federation.Tests.Processes;

/// <summary>A terminal in which the demo runs. "script" makes a real one, so that Ctrl-C is a key and not a signal to one process.</summary>
public sealed partial class DemoTerminal : IAsyncDisposable
{
    /// <summary>How many ports in a row the demo takes some of.</summary>
    public const int Ports = 100;

    // The demo's own limits are shorter (2 minutes for each of two rounds of starting, seconds for stopping).
    private static readonly TimeSpan HangLimit = TimeSpan.FromMinutes(5);
    private const char CtrlC = '\u0003';
    private readonly TempDirectory _data = new();
    private readonly StringBuilder _output = new();
    private readonly Process _terminal;
    private readonly Task _reading;

    private DemoTerminal(bool throughDotnetRun, int ports, string[] more, Dictionary<string, string?> settings)
    {
        var program = throughDotnetRun
            ? $"dotnet run --no-build --project '{Repository.PathOf("Demo")}' --"
            : $"exec dotnet '{Repository.AssemblyOf("Demo")}'";
        var command = $"{program} --ports {ports} --data '{_data.Path}' {string.Join(' ', more.Select(word => $"'{word}'"))}";
        // A test run started in the background ignores SIGINT, and so would its children; the person's shell does not.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "script", "-qefc", command, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        _terminal = Process.Start(start)!;
        _reading = ReadAsync();
    }

    public string Output
    {
        get
        {
            lock (_output)
                return ControlSequence().Replace(_output.ToString(), "");
        }
    }

    /// <param name="ports">The first. Default: a free one; other tests do not take those that the demo has chosen and not opened yet.</param>
    /// <param name="settings">Settings of the applications.</param>
    public static DemoTerminal Start(
        bool throughDotnetRun = true, int? ports = null, string[]? more = null, Dictionary<string, string?>? settings = null)
        => new(throughDotnetRun, ports ?? FreePort.Block(Ports), more ?? [], settings ?? []);

    /// <summary>Returns when everything runs. The demo itself gives up on an application that does not answer, and ends; then this fails with its words.</summary>
    public async Task RunsAsync()
    {
        try
        {
            await Until.IsTrueAsync(
                () => _terminal.HasExited
                    ? throw new InvalidOperationException("The demo ended.")
                    : Output.Contains("Ctrl-C stops everything.", StringComparison.Ordinal),
                HangLimit, "the demo runs");
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            throw new InvalidOperationException($"{e.Message} What it wrote:\n{Output}", e);
        }
    }

    /// <summary>The application at the address that the demo printed.</summary>
    public AppProcess App(string name)
    {
        var address = Regex.Match(Output, $@"^\s+{name}\s+(http://localhost:\d+)", RegexOptions.Multiline).Groups[1].Value;
        return new AppProcess(name, new Uri(address), new Dictionary<string, string?>());
    }

    /// <summary>The start page at the address that the demo printed.</summary>
    public Uri StartPage => new(Regex.Match(Output, @"Start at (http://localhost:\d+)").Groups[1].Value);

    public async Task PressCtrlCAsync()
    {
        await _terminal.StandardInput.WriteAsync(CtrlC);
        await _terminal.StandardInput.FlushAsync();
    }

    /// <summary>The key repeats, as keyboards do, until the demo has ended.</summary>
    public async Task HoldCtrlCAsync()
    {
        using var limit = new CancellationTokenSource(HangLimit);
        using var repeat = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!_terminal.HasExited && await repeat.WaitForNextTickAsync(limit.Token))
        {
            try
            {
                await PressCtrlCAsync();
            }
            catch (IOException)
            {
                return;     // nobody reads the keys any more: it has ended
            }
        }
    }

    /// <summary>kill -9 for the demo's own process; the applications are not touched.</summary>
    public async Task KillDemoOnlyAsync()
    {
        var demo = Processes().Single(process => process.Command.Contains("Demo.dll", StringComparison.Ordinal) && !process.Command.StartsWith("script", StringComparison.Ordinal)
            && !process.Command.StartsWith("sh", StringComparison.Ordinal) && !process.Command.StartsWith("env", StringComparison.Ordinal));
        using var process = Process.GetProcessById(demo.Id);
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async Task<int> ExitCodeAsync()
    {
        using var limit = new CancellationTokenSource(HangLimit);
        try
        {
            await _terminal.WaitForExitAsync(limit.Token);
            await _reading.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"The demo did not end within {HangLimit}. It has {string.Join("; ", Processes())}. What it wrote:\n{Output}", e);
        }

        return _terminal.ExitCode;
    }

    /// <summary>No process of this demo lives. They are known by the data directory, which each has on its command line or in its environment.</summary>
    public Task NothingIsLeftAsync() => Until.IsTrueAsync(
        () => Processes().Count == 0, what: "no process of the demo is left");

    public async ValueTask DisposeAsync()
    {
        if (!_terminal.HasExited)
            _terminal.Kill(entireProcessTree: true);
        await _terminal.WaitForExitAsync();
        await NothingIsLeftAsync();
        _terminal.Dispose();
        _data.Dispose();
    }

    private List<(int Id, string Command)> Processes()
        => [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _))
            .Select(name => (Id: int.Parse(name!, CultureInfo.InvariantCulture), Command: Read($"/proc/{name}/cmdline"), Environment: Read($"/proc/{name}/environ")))
            .Where(process => process.Command.Contains(_data.Path, StringComparison.Ordinal) || process.Environment.Contains(_data.Path, StringComparison.Ordinal))
            .Select(process => (process.Id, process.Command))];

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file).Replace('\0', ' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";   // the process has just ended, or is not ours
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        int read;
        while ((read = await _terminal.StandardOutput.ReadAsync(buffer)) > 0)
        {
            lock (_output)
                _output.Append(buffer, 0, read);
        }
    }

    [GeneratedRegex(@"\x1b\[[0-9;]*[a-zA-Z]|\r")]
    private static partial Regex ControlSequence();
}
