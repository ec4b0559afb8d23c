using System.Net;
using Federation.Tests.Processes;

namespace Federation.Tests.FullServerLogout;

/// <summary>A client that was restarted while the provider is out of reach, and whose sessions need a new access token.</summary>
public sealed class ClientsWithoutProviderTests : IAsyncLifetime
{
    // Renewed half a minute before its end, so at each request.
    private readonly RealFederation _apps = new(provider: new() { ["Clients__0__AccessTokenLifetime"] = "20" });

    public Task InitializeAsync() => _apps.StartAsync();

    [Fact]
    public async Task The_page_of_records_says_that_it_is_not_available_and_works_again_when_the_provider_is_back()
    {
        using var alice = new TokenHolder(_apps, "alice");
        await alice.TokensAsync("client-a");
        var records = new Uri(_apps.ClientA.Address, "/records");
        await alice.Browser.OpenAsync(records);
        Assert.Equal((HttpStatusCode.OK, true), (alice.Browser.Status, alice.Browser.Has("#records tbody tr")));

        await _apps.Provider.KillAsync();
        await _apps.ClientA.KillAsync();
        await _apps.ClientA.StartAsync();
        await alice.Browser.OpenAsync(records);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, false), (alice.Browser.Status, alice.Browser.Has("#records tbody tr")));

        await _apps.Provider.StartAsync("/.well-known/openid-configuration");
        await TestSupport.Until.IsTrueAsync(async () =>
        {
            await alice.Browser.OpenAsync(records);
            return alice.Browser.Has("#records tbody tr");
        });
    }

    public async Task DisposeAsync() => await _apps.DisposeAsync();
}
