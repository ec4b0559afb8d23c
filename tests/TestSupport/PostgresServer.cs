using System.Diagnostics;

namespace TestSupport;

/// <summary>A real PostgreSQL on a free port of this machine, reachable from this machine only, with a directory of its own.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    // Debian and Ubuntu keep each version apart; elsewhere the programs are on one of these.
    private static readonly string[] Places = [.. Versions("/usr/lib/postgresql"), "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"];

    private readonly string _directory = Directory.CreateTempSubdirectory("postgres-").FullName;
    private readonly string _programs = Array.Find(Places, place => File.Exists(Path.Combine(place, "initdb")))
        ?? throw new InvalidOperationException(
            $"This test needs PostgreSQL, and initdb is in none of {string.Join(", ", Places)}. Install it: apt-get install postgresql, or brew install postgresql.");

    private Process? _process;
    private int _databases;

    private PostgresServer()
    {
    }

    public int Port { get; } = FreePort.Next();

    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        try
        {
            await server.LaunchAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A new empty database; returns what goes into <c>ConnectionStrings:Identity</c>.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await RunAsync("createdb", "-h", "127.0.0.1", "-p", $"{Port}", "-U", "postgres", name);
        return $"Host=127.0.0.1;Port={Port};Database={name};Username=postgres;Timeout=120;Command Timeout=120";
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        _process?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task LaunchAsync()
    {
        var data = Path.Combine(_directory, "data");
        if (Environment.UserName == "root")     // PostgreSQL refuses to run as root
        {
            Directory.CreateDirectory(data);
            using var chown = Process.Start("chown", ["-R", "postgres", _directory]);
            await chown.WaitForExitAsync();
        }
        await RunAsync("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        // No test cuts the power: what the killed server had written is the system's, and stays.
        _process = Process.Start(StartInfo(
            "postgres", "-D", data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
            "-c", "max_connections=200", "-c", "shared_buffers=64MB", "-c", "fsync=off"))!;
        Drain(_process);
        await Until.IsTrueAsync(async () =>
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"PostgreSQL ended with exit code {_process.ExitCode} before it answered.");
            return (await TryRunAsync("pg_isready", "-h", "127.0.0.1", "-p", $"{Port}", "-U", "postgres")).ExitCode == 0;
        }, what: "PostgreSQL answers");
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        var (exitCode, output) = await TryRunAsync(program, arguments);
        if (exitCode != 0)
            throw new InvalidOperationException($"{program} ended with exit code {exitCode}:\n{output}");
    }

    private async Task<(int ExitCode, string Output)> TryRunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(StartInfo(program, arguments))!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private ProcessStartInfo StartInfo(string program, params string[] arguments)
    {
        var path = Path.Combine(_programs, program);
        string[] command = Environment.UserName == "root"
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments]
            : [path, .. arguments];
        return new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = _directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
    }

    private static void Drain(Process process)
    {
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private static IEnumerable<string> Versions(string root) => Directory.Exists(root)
        ? Directory.GetDirectories(root).OrderByDescending(version => version, StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))
        : [];
}
