using System.Collections.Concurrent;
using System.Diagnostics;
using Demo.Apps;
using Demo.Stage;
using Demo.Terminal;

namespace Demo.Processes;

/// <summary>Starts all applications, says when they answer, stays with them, and stops them with itself.</summary>
internal sealed class Supervisor(
    Federation federation, Layout layout, Screen screen, Readiness readiness, LogReader reader, TimeLine timeLine, IHostApplicationLifetime lifetime,
    TimeProvider time) : BackgroundService
{
    // Long, because a slow machine is no mistake; the screen says meanwhile who is waited for, and for how long already.
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(6);
    private readonly ConcurrentDictionary<string, AppProcess> _running = new();
    private readonly List<AppProcess> _former = [];   // somebody may still look at how they ended
    private readonly SemaphoreSlim _hands = new(1, 1);

    /// <summary>Null as long as nothing went wrong.</summary>
    public string? Failure { get; private set; }

    /// <summary>Ends one application like a power cut. False: it had ended.</summary>
    public async Task<bool> KillAsync(string name)
    {
        if (!_running.TryGetValue(name, out var app) || app.HasExited)
            return false;
        await app.KillAsync(lifetime.ApplicationStopping);
        timeLine.Note(name, AppState.Stopped, EntryKind.Stopped, "stopped");
        return true;
    }

    /// <summary>Makes one application stand still: its port is open, and nobody answers.</summary>
    public bool Freeze(string name)
    {
        var isDone = _running.TryGetValue(name, out var app) && app.Freeze();
        if (isDone)
            timeLine.Note(name, AppState.Hung, EntryKind.Hung, "hangs: its port is open, and nobody answers");
        return isDone;
    }

    public bool Thaw(string name)
    {
        var isDone = _running.TryGetValue(name, out var app) && app.Thaw();
        if (isDone)
            timeLine.Note(name, AppState.Running, EntryKind.Resumed, "goes on");
        return isDone;
    }

    /// <summary>Ends one application as hard as possible and starts it again. False: it did not come back.</summary>
    public async Task<bool> RestartAsync(string name)
    {
        var stopping = lifetime.ApplicationStopping;
        await _hands.WaitAsync(stopping);
        try
        {
            await KillAsync(name);
            var isBack = await StartAsync(federation.Apps.Where(spec => spec.Name == name), stopping);
            if (isBack)
                _ = WatchAsync(_running[name], stopping);
            else
                await GiveUpAsync(name);
            return isBack;
        }
        finally
        {
            _hands.Release();
        }
    }

    public override void Dispose()
    {
        _hands.Dispose();
        base.Dispose();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _hands.WaitAsync(CancellationToken.None);   // for good: nothing is started any more
        screen.Status(null);
        var apps = _running.Values.ToList();
        if (apps.Exists(app => !app.HasExited))
            screen.Say("Stopping");
        await Task.WhenAll(apps.Select(app => app.StopAsync(StopPatience, time)));
        apps.ForEach(app => app.Dispose());
        _former.ForEach(app => app.Dispose());
        if (Failure is { } failure)
            screen.Complain(failure);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // The provider first: the others ask it for its keys when they start.
            if (!await StartAsync(federation.Apps.Take(1), stoppingToken) || !await StartAsync(federation.Apps.Skip(1), stoppingToken))
            {
                lifetime.StopApplication();
                return;
            }

            Welcome.Print(screen, federation);
            await Task.WhenAll(_running.Values.Select(app => WatchAsync(app, stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Ctrl-C: StopAsync does the rest.
        }
    }

    private async Task<bool> StartAsync(IEnumerable<AppSpec> specs, CancellationToken cancellationToken)
    {
        var started = Stopwatch.StartNew();
        var apps = specs.Select(Start).ToList();
        var waiting = apps.ToDictionary(app => AnswersAsync(app, cancellationToken));
        while (waiting.Count > 0)
        {
            screen.Status($"Waiting for {string.Join(", ", waiting.Values.Select(app => app.Spec.Name))}");
            var done = await Task.WhenAny(waiting.Keys);
            waiting.Remove(done, out var app);
            if (await done is not StartResult.Answers and var result)
            {
                Failure = Explain(app!, result);
                return false;
            }

            timeLine.Note(app!.Spec.Name, AppState.Running, EntryKind.Started, "runs");
            screen.Say($"{app.Spec.Name} answers at {Addresses.Text(app.Spec.Address)} after {started.Elapsed.TotalSeconds:0.0} s");
        }

        screen.Status(null);
        return true;
    }

    // The demo goes on without it.
    private async Task GiveUpAsync(string name)
    {
        screen.Status(null);
        screen.Complain(Failure!);
        Failure = null;
        if (!await KillAsync(name))
            timeLine.Note(name, AppState.Stopped, EntryKind.Stopped, "stopped before it answered");
    }

    private AppProcess Start(AppSpec spec)
    {
        var app = AppProcess.Start(spec, layout, line => reader.Read(spec.Name, line), line => screen.Line(spec.Name, line));
        if (_running.TryGetValue(spec.Name, out var former))
            _former.Add(former);
        _running[spec.Name] = app;
        timeLine.Note(spec.Name, AppState.Starting);
        return app;
    }

    private async Task<StartResult> AnswersAsync(AppProcess app, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(StartLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var answers = readiness.WaitForAsync(app.Spec, either.Token);
        var exits = app.WaitForExitAsync(either.Token);
        try
        {
            var first = await Task.WhenAny(answers, exits);
            await first;
            // Somebody else's answer on this port must not pass for that of a process that has ended.
            return first == exits || app.HasExited ? StartResult.Exited : StartResult.Answers;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return StartResult.TooSlow;
        }
        finally
        {
            await either.CancelAsync();
        }
    }

    // One application less is part of the demonstration: the others go on, and the sign-out that it misses waits for it.
    private async Task WatchAsync(AppProcess app, CancellationToken cancellationToken)
    {
        await app.WaitForExitAsync(cancellationToken);
        if (_running.TryGetValue(app.Spec.Name, out var current) && current == app)
            timeLine.Note(app.Spec.Name, AppState.Stopped, EntryKind.Stopped, "stopped");
        // Ctrl-C reaches the applications at the same time as this process; give it the moment to be noticed here too.
        await Task.Delay(TimeSpan.FromMilliseconds(500), time, cancellationToken);
        screen.Complain($"{app.Spec.Name} stopped with exit code {app.ExitCode}. The others go on.");
    }

    private static string Explain(AppProcess app, StartResult result)
    {
        var what = result is StartResult.Exited
            ? $"{app.Spec.Name} stopped with exit code {app.ExitCode} before it answered at {app.Spec.Address}."
            : $"{app.Spec.Name} did not answer at {new Uri(app.Spec.Address, app.Spec.ReadyPath)} within {StartLimit.TotalSeconds:0} s.";
        return $"{what} Its last lines:{Environment.NewLine}{app.LastLines()}";
    }
}
