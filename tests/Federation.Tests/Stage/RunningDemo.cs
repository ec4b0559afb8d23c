using Federation.Tests.Processes;
using TestSupport;

namespace Federation.Tests.Stage;

/// <summary>
/// One demo on Redis for all tests that look at its pages, with two applications more, as there are in life: one that can be told through the browser
/// only, and one that was taken down and is still registered.
/// </summary>
public sealed class RunningDemo : IAsyncLifetime
{
    private RedisServer? _redis;
    private DemoTerminal? _terminal;

    public DemoTerminal Terminal => _terminal!;

    public RedisServer Redis => _redis!;

    internal FrontChannelApp Front { get; private set; } = null!;

    internal FrontChannelApp Gone { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        (Front, Gone) = (await FrontChannelApp.StartAsync("front"), await FrontChannelApp.StartAsync("gone"));
        _redis = await RedisServer.StartAsync();
        // On a busy machine an answer may take longer than a person would be kept waiting.
        _terminal = DemoTerminal.Start(throughDotnetRun: false, more: ["--redis", _redis.ConnectionString], settings: new()
        {
            ["LogoutWait"] = "00:00:05",
            ["AccessTokens__IntrospectionTimeout"] = "00:01:00",
            ["Clients__8__ClientId"] = "front",
            ["Clients__8__ClientName"] = "Front channel app",
            ["Clients__8__ClientSecrets__0"] = FrontChannelApp.Secret,
            ["Clients__8__RedirectUris__0"] = Front.Callback,
            ["Clients__8__FrontChannelLogoutUri"] = Front.Out,
            ["Clients__9__ClientId"] = "gone",
            ["Clients__9__ClientName"] = "Gone app",
            ["Clients__9__ClientSecrets__0"] = FrontChannelApp.Secret,
            ["Clients__9__RedirectUris__0"] = Gone.Callback,
            ["Clients__9__BackChannelLogoutUri"] = Gone.Nowhere,
        });
        await _terminal.RunsAsync();
    }

    public async Task DisposeAsync()
    {
        if (_terminal is not null)
            await _terminal.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
        foreach (var app in (FrontChannelApp?[])[Front, Gone])
            if (app is not null)
                await app.DisposeAsync();
    }
}
