using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>A restored browser opens several applications at once. An engine that keeps their list in a cookie loses some of them.</summary>
public sealed class ParallelSignInTests(ProviderHost host) : ProviderTest(host)
{
    [Fact]
    public async Task Of_applications_that_one_browser_signs_in_to_at_once_none_is_forgotten_when_the_session_ends()
    {
        string[] clients = ["told", "told-es", "told-any", "both"];
        var browser = NewBrowser();
        var sid = await browser.SignInAsync();
        await Task.WhenAll(clients.Concat(clients).Select(client => Task.Run(() => CodeAsync(browser, client, "openid"))));
        await EndSessionAsync(sid);
        foreach (var client in clients)
            Assert.Equal(client, Jwt.Payload(await Host.Receiver.TokenAsync(client, sid)).GetProperty("aud").GetString());
    }
}
