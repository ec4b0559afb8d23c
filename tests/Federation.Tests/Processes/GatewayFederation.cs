using TestSupport;

namespace Federation.Tests.Processes;

/// <summary>
/// Real processes: an upstream provider on SQLite under a host name of its own (another site for the browser), a gateway on PostgreSQL that signs people
/// in there, ClientA behind the gateway, and two applications that can be told through the browser only.
/// </summary>
public sealed class GatewayFederation : IAsyncLifetime
{
    private readonly TempDirectory _data = new();
    private readonly Uri _client = RealFederation.FreeAddress();
    private PostgresServer _postgres = null!;
    private Browser _browser = null!;

    public AppProcess Upstream { get; private set; } = null!;

    public AppProcess Gateway { get; private set; } = null!;

    public AppProcess ClientA { get; private set; } = null!;

    internal FrontChannelApp One { get; private set; } = null!;

    internal FrontChannelApp Two { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        (One, Two) = (await FrontChannelApp.StartAsync("one"), await FrontChannelApp.StartAsync("two"));
        _postgres = await PostgresServer.StartAsync();
        var (upstream, gateway) = (new Uri($"http://127.0.0.1:{FreePort.Next()}"), RealFederation.FreeAddress());
        Upstream = new("IdentityHost", upstream, new Dictionary<string, string?>
        {
            ["Issuer"] = FederationSettings.Text(upstream),
            ["DataDirectory"] = _data.Of("upstream"),
            ["Clients__9__ClientId"] = "gateway",
            ["Clients__9__ClientName"] = "The gateway",
            ["Clients__9__ClientSecrets__0"] = "gateway-secret",
            ["Clients__9__RedirectUris__0"] = new Uri(gateway, "/signin-external").ToString(),
            ["Clients__9__PostLogoutRedirectUris__0"] = new Uri(gateway, "/signout-callback-external").ToString(),
            ["Clients__9__BackChannelLogoutUri"] = new Uri(gateway, "/backchannel-logout").ToString(),
            ["Clients__9__AllowedScopes__0"] = "openid",
            ["Clients__9__AllowedScopes__1"] = "profile",
            ["Clients__9__AllowedScopes__2"] = "email",
        });
        var addresses = new Dictionary<string, Uri> { ["http://localhost:5000"] = gateway, ["http://localhost:5001"] = _client };
        Gateway = new("IdentityHost", gateway, new Dictionary<string, string?>(FederationSettings.Moved("IdentityHost", addresses))
        {
            ["Issuer"] = FederationSettings.Text(gateway),
            ["DataDirectory"] = _data.Of("gateway"),
            ["ConnectionStrings__Identity"] = await _postgres.NewDatabaseAsync(),
            ["LogoutWait"] = "00:00:20",
            ["External__Authority"] = FederationSettings.Text(upstream),
            ["External__ClientId"] = "gateway",
            ["External__ClientSecret"] = "gateway-secret",
            ["External__Name"] = "the company",
            ["Clients__2__Enabled"] = "false",      // ResourceApi is not part of this federation
            ["Clients__7__ClientId"] = "one",
            ["Clients__7__ClientSecrets__0"] = FrontChannelApp.Secret,
            ["Clients__7__RedirectUris__0"] = One.Callback,
            ["Clients__7__PostLogoutRedirectUris__0"] = One.Bye,
            ["Clients__7__FrontChannelLogoutUri"] = One.Out,
            ["Clients__8__ClientId"] = "two",
            ["Clients__8__ClientSecrets__0"] = FrontChannelApp.Secret,
            ["Clients__8__RedirectUris__0"] = Two.Callback,
            ["Clients__8__FrontChannelLogoutUri"] = Two.Out,
        });
        ClientA = new("ClientA", _client, new Dictionary<string, string?>(FederationSettings.Moved("ClientA", addresses)) { ["DataDirectory"] = _data.Of("a") });
        await Task.WhenAll(Upstream.StartAsync("/.well-known/openid-configuration"), Gateway.StartAsync("/.well-known/openid-configuration"));
        await ClientA.StartAsync();
        _browser = await Browser.StartAsync();
    }

    public async Task<Person> PersonAsync() => new(await _browser.NewContextAsync());

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        foreach (var app in (AppProcess?[])[ClientA, Gateway, Upstream])
            if (app is not null)
                await app.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        await One.DisposeAsync();
        await Two.DisposeAsync();
        _data.Dispose();
    }
}
