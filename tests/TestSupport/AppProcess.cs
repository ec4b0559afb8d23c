using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TestSupport;

/// <summary>One application of this solution as a real process: started, killed as hard as the test likes, started again.</summary>
public sealed partial class AppProcess(string project, Uri address, IReadOnlyDictionary<string, string?> environment) : IAsyncDisposable
{
    private const int SigTerm = 15;
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    public Uri Address { get; } = address;

    public string Project { get; } = project;

    /// <summary>Everything the process wrote so far, over all its lives.</summary>
    public string Output => string.Join(Environment.NewLine, _output);

    public bool IsRunning => _process is { HasExited: false };

    public int Id => _process?.Id ?? throw new InvalidOperationException($"{Project} was not started.");

    /// <summary>Starts the process and returns when it answers.</summary>
    /// <param name="ready">The path to ask for; any answer below 500 will do.</param>
    public async Task StartAsync(string ready = "/")
    {
        if (IsRunning)
            throw new InvalidOperationException($"{Project} is already running.");
        _process = Process.Start(StartInfo())!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        await Until.IsTrueAsync(async () =>
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"{Project} ended with exit code {_process.ExitCode} before it answered:\n{Output}");
            return await AnswersAsync(http, ready);
        }, what: $"{Project} answers at {Address}. Its output:\n{Output}");
    }

    /// <summary>Like a power cut: no shutdown code runs.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks politely, as a service manager would; kills when that is not enough.</summary>
    public async Task StopAsync()
    {
        if (!IsRunning)
            return;
        if (OperatingSystem.IsWindows() || Kill(Id, SigTerm) != 0)
        {
            await KillAsync();
            return;
        }

        using var limit = new CancellationTokenSource(Until.Deadline);
        try
        {
            await _process!.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
    }

    private async Task<bool> AnswersAsync(HttpClient http, string path)
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            using var response = await http.GetAsync(new Uri(Address, path), limit.Token);
            return (int)response.StatusCode < 500;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;   // not listening yet: the caller asks again until its deadline
        }
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Repository.PathOf(Project),   // the content root, as with "dotnet run"
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Repository.AssemblyOf(Project));
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = Address.GetLeftPart(UriPartial.Authority);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
            _output.Enqueue(line.Data);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
