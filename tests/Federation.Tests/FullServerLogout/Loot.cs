using System.Net;
using TestSupport;

namespace Federation.Tests.FullServerLogout;

/// <summary>Everything of one session, copied: proven good while it lives, and looked at again after its end.</summary>
internal sealed class Loot : IDisposable
{
    private readonly FullServer _server;
    private readonly RecordsClient _api;
    private readonly TokenHolder _owner;
    private readonly CookieJar _cookies;

    private Loot(FullServer server, RecordsClient api, TokenHolder owner, CookieJar cookies) => (_server, _api, _owner, _cookies) = (server, api, owner, cookies);

    public required TokenSet Jwt { get; init; }

    public required TokenSet Reference { get; init; }

    public required TokenSet BrowserApp { get; init; }

    public static async Task<Loot> CopyAsync(FullServer server, RecordsClient api, TokenHolder owner)
    {
        var (jwt, reference, browserApp) = (await owner.TokensAsync("client-a"), await owner.TokensAsync("client-b"), await owner.TokensAsync("spa"));
        await owner.Browser.OpenAsync(new Uri(server.Apps.ClientA.Address, "/session"));
        await owner.Browser.OpenAsync(new Uri(server.Apps.ClientB.Address, "/session"));
        var loot = new Loot(server, api, owner, owner.Browser.Copy()) { Jwt = jwt, Reference = reference, BrowserApp = browserApp };
        foreach (var tokens in loot.All)
            Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(tokens.Access));
        Assert.All(await loot.PagesAsync(), shown => Assert.True(shown));
        return loot;
    }

    public async Task IsWorthlessAsync()
    {
        // An administrator's answer does not wait for the applications; a person's sign-out does.
        await Until.IsTrueAsync(async () => await _api.StatusAsync(Jwt.Access) == HttpStatusCode.Unauthorized, what: "The API hears of the end");
        foreach (var tokens in All)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await _api.StatusAsync(tokens.Access));
            using var refreshed = await _owner.RefreshAsync(tokens);
            Assert.Equal(HttpStatusCode.BadRequest, refreshed.StatusCode);
            Assert.Contains("invalid_grant", await refreshed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await Until.IsTrueAsync(async () => (await PagesAsync()).All(shown => !shown), what: "No page opens with the copied cookies");
    }

    public void Dispose() => _cookies.Dispose();

    private TokenSet[] All => [Jwt, Reference, BrowserApp];

    private async Task<bool[]> PagesAsync()
    {
        var shown = new List<bool>();
        foreach (var address in (Uri[])[new(_server.Apps.ClientA.Address, "/session"), new(_server.Apps.ClientB.Address, "/session"), new(_server.Apps.Provider.Address, "/account/sessions")])
        {
            using var thief = _cookies.Copy();
            await thief.OpenAsync(address);
            shown.Add(thief.Location.AbsolutePath == address.AbsolutePath);
        }

        return [.. shown];
    }
}
