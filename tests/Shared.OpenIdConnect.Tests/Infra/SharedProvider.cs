namespace Shared.OpenIdConnect.Tests.Infra;

/// <summary>One provider and one application for all tests of a class; each test straightens what it bent.</summary>
public sealed class SharedProvider : IAsyncLifetime
{
    private TestKey? _key;

    public FakeProvider Provider { get; private set; } = null!;

    internal RelyingParty App { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Provider = await FakeProvider.StartAsync();
        _key = Provider.Keys[0];
        App = await RelyingParty.StartAsync(Provider, options =>
        {
            options.MaxAge = TimeSpan.FromHours(1);
            options.GetClaimsFromUserInfoEndpoint = true;
        });
    }

    public void Straighten()
    {
        Provider.IdToken = _ => { };
        Provider.TokenAnswer = _ => { };
        Provider.Answer = _ => { };
        Provider.CheckPkce = true;
        Provider.Keys.Clear();
        Provider.Keys.Add(_key!);
        Provider.Requests.Clear();
        App.Log.All.Clear();
        App.Failures.Clear();
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await Provider.DisposeAsync();
    }
}
