using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using TestSupport;

namespace Federation.Tests.FullServerLogout;

/// <summary>Somebody copied everything: cookies, JWT, reference token, refresh tokens. It is worth nothing once the session has ended, however it ended.</summary>
[Collection(OneFullServer.Name)]
public sealed class TokenTheftTests(FullServer server) : IDisposable
{
    private readonly RecordsClient _api = new(server.Apps);
    private readonly TokenHolder _alice = server.Person("alice");
    private readonly TokenHolder _bob = server.Person("bob");

    [Fact]
    public async Task After_a_sign_out()
    {
        using var loot = await Loot.CopyAsync(server, _api, _alice);

        await _alice.SignOutAsync(loot.Jwt);

        await loot.IsWorthlessAsync();
    }

    [Fact]
    public async Task After_an_administrator_signed_the_person_out_everywhere_by_the_API()
    {
        using var loot = await Loot.CopyAsync(server, _api, _bob);
        var administrator = await _alice.TokensAsync("tool", "openid identity.sessions.write");
        var untouched = await _alice.TokensAsync("client-a");

        using var http = new HttpClient { BaseAddress = server.Apps.Provider.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", administrator.Access);
        using var answer = await http.PostAsync("/api/users/bob-9d27a4c0/signout", null);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await loot.IsWorthlessAsync();
        Assert.Equal(HttpStatusCode.OK, await _api.StatusAsync(untouched.Access));
    }

    [Fact]
    public async Task After_an_administrator_signed_the_person_out_everywhere_at_the_page()
    {
        using var loot = await Loot.CopyAsync(server, _api, _bob);

        await OpenUserAsync();
        await _alice.Browser.ClickAsync("button[formaction*='SignOut'], form[action*='SignOut'] button");

        await loot.IsWorthlessAsync();
    }

    [Fact]
    public async Task After_the_person_was_disabled()
    {
        using var loot = await Loot.CopyAsync(server, _api, _bob);

        await OpenUserAsync();
        await _alice.Browser.ClickAsync("button[formaction*='Disable'], form[action*='Disable'] button");
        try
        {
            await loot.IsWorthlessAsync();
            using var again = server.Person("bob");
            await Assert.ThrowsAsync<InvalidOperationException>(() => again.TokensAsync("client-a"));
        }
        finally
        {
            await _alice.Browser.ClickAsync("button[formaction*='Enable'], form[action*='Enable'] button");
        }
    }

    [Theory, InlineData("job-Jwt"), InlineData("job-Reference")]
    public async Task What_was_granted_to_outlive_a_sign_out_does_until_access_is_taken_away(string client)
    {
        var session = await _bob.TokensAsync("client-a");
        var job = await _bob.TokensAsync(client);
        Assert.Equal(HttpStatusCode.OK, await _api.StatusAsync(job.Access));

        await _bob.SignOutAsync(session);

        Assert.Equal(HttpStatusCode.Unauthorized, await _api.StatusAsync(session.Access));
        var later = job;
        await Until.IsTrueAsync(async () =>
        {
            using var answer = await _bob.RefreshAsync(later);
            answer.EnsureSuccessStatusCode();
            later = TokenSet.Of(client, await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>());
            return await _api.StatusAsync(later.Access) == HttpStatusCode.OK;
        }, what: "A token from after the second of the sign-out is good");

        await _alice.TokensAsync("client-a");
        using var admin = new HttpClient { BaseAddress = server.Apps.Provider.Address };
        admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await _alice.TokensAsync("tool", "openid identity.sessions.write")).Access);
        using var ended = await admin.PostAsync("/api/users/bob-9d27a4c0/signout", null);
        Assert.Equal(HttpStatusCode.Accepted, ended.StatusCode);
        using var refused = await _bob.RefreshAsync(later);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    public void Dispose()
    {
        _alice.Dispose();
        _bob.Dispose();
        _api.Dispose();
    }

    private async Task OpenUserAsync()
    {
        await _alice.TokensAsync("client-a");       // signed in at the provider
        await _alice.Browser.OpenAsync(new Uri(server.Apps.Provider.Address, "/admin/users"));
        var link = _alice.Browser.Page.QuerySelectorAll("main a, table a").Single(a => a.TextContent == "bob").GetAttribute("href")!;
        await _alice.Browser.OpenAsync(new Uri(_alice.Browser.Location, link));
    }
}
