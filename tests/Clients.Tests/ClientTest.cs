extern alias ClientAApp;
extern alias ClientBApp;

using Shared.OpenIdConnect.Tests.Infra;

namespace Clients.Tests;

/// <summary>Both applications as they are, with a provider and a browser of the test's own.</summary>
public abstract class ClientTest : IAsyncLifetime, IDisposable
{
    internal TestBrowser Browser { get; } = new();

    internal FakeProvider Provider { get; private protected set; } = null!;

    protected string DataDirectory { get; } = Directory.CreateTempSubdirectory("sso-clients-").FullName;

    public async Task InitializeAsync() => Provider = await FakeProvider.StartAsync();

    public async Task DisposeAsync() => await Provider.DisposeAsync();

    public void Dispose()
    {
        Browser.Dispose();
        Directory.Delete(DataDirectory, recursive: true);
        GC.SuppressFinalize(this);
    }

    internal IClientHost Start(char which)
    {
        var data = Path.Combine(DataDirectory, which.ToString());
        return which == 'A'
            ? new ClientHost<ClientAApp::Program>(Provider.Issuer, data).Start()
            : new ClientHost<ClientBApp::Program>(Provider.Issuer, data).Start();
    }
}
