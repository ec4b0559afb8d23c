using TestSupport;

namespace Federation.Tests.Processes;

/// <summary>IdentityHost, ClientA, ClientB and ResourceApi as processes of their own, on free ports, with data of their own.</summary>
public sealed class RealFederation : IAsyncDisposable
{
    private readonly TempDirectory _data = new();
    private readonly Dictionary<string, Uri> _addresses = new()
    {
        ["http://localhost:5000"] = FreeAddress(),
        ["http://localhost:5001"] = FreeAddress(),
        ["http://localhost:5002"] = FreeAddress(),
        ["http://localhost:5003"] = FreeAddress(),
    };
    private readonly List<AppProcess> _more = [];

    /// <param name="provider">Further settings of IdentityHost.</param>
    /// <param name="clients">Further settings of ClientA and ClientB.</param>
    public RealFederation(Dictionary<string, string?>? provider = null, Dictionary<string, string?>? clients = null)
    {
        ClientSettings = clients ?? [];
        var issuer = FederationSettings.Text(_addresses["http://localhost:5000"]);
        Provider = App("IdentityHost", _addresses["http://localhost:5000"], "provider", new(provider ?? [])
        {
            ["Issuer"] = issuer,
            // On a busy machine an acknowledgement may take longer than a person would be kept waiting.
            ["LogoutWait"] = "00:00:20",
        });
        ClientA = Client("ClientA", _addresses["http://localhost:5001"], "a");
        ClientB = Client("ClientB", _addresses["http://localhost:5002"], "b");
        ResourceApi = Client("ResourceApi", _addresses["http://localhost:5003"], "api");
    }

    public AppProcess Provider { get; }

    public AppProcess ClientA { get; }

    public AppProcess ClientB { get; }

    public AppProcess ResourceApi { get; }

    private Dictionary<string, string?> ClientSettings { get; }

    public static Uri FreeAddress() => new($"http://localhost:{FreePort.Next()}");

    public async Task StartAsync()
    {
        await Provider.StartAsync("/.well-known/openid-configuration");
        await Task.WhenAll(ClientA.StartAsync(), ClientB.StartAsync(), ResourceApi.StartAsync("/health"));
    }

    /// <summary>One more instance of a client, not started.</summary>
    /// <param name="data">The name of its data directory.</param>
    public AppProcess More(string project, Uri address, string data, Dictionary<string, string?> settings)
    {
        var app = Client(project, address, data, settings);
        _more.Add(app);
        return app;
    }

    public string DataOf(string name) => _data.Of(name);

    public async ValueTask DisposeAsync()
    {
        foreach (var app in (AppProcess[])[.. _more, ClientA, ClientB, ResourceApi, Provider])
            await app.DisposeAsync();
        _data.Dispose();
    }

    private AppProcess Client(string project, Uri address, string data, Dictionary<string, string?>? more = null)
    {
        // Long for a busy machine. A provider that is down refuses the connection at once.
        var settings = new Dictionary<string, string?>(ClientSettings) { ["AccessTokens__IntrospectionTimeout"] = "00:01:00" };
        foreach (var (name, value) in more ?? [])
            settings[name] = value;
        return App(project, address, data, settings);
    }

    private AppProcess App(string project, Uri address, string data, Dictionary<string, string?> settings)
    {
        var environment = FederationSettings.Moved(project, _addresses);
        environment["DataDirectory"] = _data.Of(data);
        foreach (var (name, value) in settings)
            environment[name] = value;
        return new AppProcess(project, address, environment);
    }
}
