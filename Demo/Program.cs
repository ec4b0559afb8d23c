using Demo;
using Demo.Apps;
using Demo.Processes;
using Demo.Stage;
using Demo.Terminal;

var (options, error) = DemoArguments.Parse(args);
if (options is null)
{
    await (error is null ? Console.Out : Console.Error).WriteLineAsync(error is null ? DemoArguments.Usage : $"{error}\n\n{DemoArguments.Usage}");
    return error is null ? 0 : 2;
}

var layout = new Layout(options.DataDirectory);
var federation = new Federation(options, layout);
using var screen = Screen.ForConsole(TimeProvider.System);
screen.Owners(federation.Apps.Select(app => app.Name));
if (PortsInUse.Explain(federation) is { } taken)
{
    screen.Complain(taken);
    return 1;
}

var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = layout.ContentRoot("Demo") });
builder.WebHost.UseUrls(Addresses.Text(federation.Addresses.StartPage));
// The cookies of all applications reach this page too, see SignedInHere.
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestHeadersTotalSize = 256 * 1024);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddSingleton(layout).AddSingleton(federation).AddSingleton(screen).AddSingleton(options).AddSingleton(TimeProvider.System);
builder.Services.AddStage();
builder.Services.AddSingleton<Readiness>().AddSingleton<Supervisor>();
builder.Services.AddHostedService(services => services.GetRequiredService<Supervisor>());

await using var app = builder.Build();
var supervisor = app.Services.GetRequiredService<Supervisor>();
app.MapStage();
CtrlC.Stops(app.Lifetime);
try
{
    await app.RunAsync();
}
catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
{
    // Ctrl-C before everything had started.
}
if (supervisor.Failure is not null)
    return 1;
screen.Say("Everything has stopped.");
return 0;
