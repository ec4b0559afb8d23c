using System.Text;

using IdentityHost.Data;
using IdentityHost.Provider;
using IdentityHost.Provider.Keys;

using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>Months pass here, so each test has a host of its own.</summary>
public sealed class KeyRotationTests
{
    [Fact]
    public async Task A_new_key_is_published_a_day_before_it_signs_and_the_old_one_stays_for_what_it_signed()
    {
        await using var host = new ProviderHost();
        var browser = new Browser(host);
        var keys = host.Get<SigningKeys>();
        var before = await KidsAsync(browser);
        var hint = await SignAsync(host);
        Assert.Contains(Kid(hint), before);

        host.Time.Advance(TimeSpan.FromDays(89) + TimeSpan.FromHours(1));
        await keys.RefreshAsync(CancellationToken.None);
        var announced = await KidsAsync(browser);
        Assert.Equal(before.Count + 2, announced.Count);    // one for each algorithm
        Assert.Equal(Kid(hint), Kid(await SignAsync(host)));

        host.Time.Advance(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(1));
        var rotated = await SignAsync(host);
        Assert.NotEqual(Kid(hint), Kid(rotated));
        Assert.Contains(Kid(rotated), announced);
        Assert.Contains(Kid(hint), await KidsAsync(browser));
        await Signatures.AssertVerifiesAsync(browser, hint);
        await Signatures.AssertVerifiesAsync(browser, rotated);

        host.Time.Advance(TimeSpan.FromDays(13));           // a client's session may live 14 days
        await keys.RefreshAsync(CancellationToken.None);
        Assert.Contains(Kid(hint), await KidsAsync(browser));
        host.Time.Advance(TimeSpan.FromDays(2));
        await keys.RefreshAsync(CancellationToken.None);
        Assert.DoesNotContain(Kid(hint), await KidsAsync(browser));
        Assert.Null(await keys.FindAsync(Kid(hint), CancellationToken.None));
    }

    [Fact]
    public async Task A_hint_signed_by_a_key_that_signs_no_more_is_accepted()
    {
        await using var host = new ProviderHost();
        var browser = new Browser(host);
        await browser.SignInAsync();
        var code = (await ProviderTest.AuthorizeAsync(browser, ProviderTest.Authorization())).Query["code"];
        var hint = (await browser.PostAsync("/connect/token", ProviderTest.Redemption(code))).Text("id_token");
        var keys = host.Get<SigningKeys>();
        host.Time.Advance(TimeSpan.FromDays(90));
        await keys.RefreshAsync(CancellationToken.None);
        host.Time.Advance(TimeSpan.FromDays(2));
        Assert.NotEqual(Kid(hint), Kid(await SignAsync(host)));
        var answer = await browser.FollowAsync(await browser.GetAsync(Uris.Of("/connect/endsession", EndSessionTest.SignOut(hint))));
        Assert.StartsWith("https://web.test/bye?state=", answer.Location);
    }

    [Fact]
    public async Task Nodes_that_start_together_agree_on_the_keys()
    {
        await using var host = new ProviderHost();
        await AssertNodesAgreeAsync(host);
    }

    [Fact]
    public async Task A_key_that_another_node_made_is_found_without_waiting_for_the_next_round()
    {
        await using var host = new ProviderHost();
        using var first = ActivatorUtilities.CreateInstance<SigningKeys>(host.Services);
        using var second = ActivatorUtilities.CreateInstance<SigningKeys>(host.Services);
        await first.RefreshAsync(CancellationToken.None);
        host.Time.Advance(TimeSpan.FromDays(90));
        await second.RefreshAsync(CancellationToken.None);
        host.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        var kid = (await second.GetAsync(CancellationToken.None)).Current("RS256", host.Time.GetUtcNow())!.Kid;
        Assert.NotNull(await first.FindAsync(kid, CancellationToken.None));
    }

    [Fact]
    public async Task Private_keys_are_not_readable_in_the_database()
    {
        await using var host = new ProviderHost();
        await host.Get<SigningKeys>().GetAsync(CancellationToken.None);
        await using var connection = await host.Get<IDatabase>().OpenAsync(CancellationToken.None);
        var rows = (await KeyRows.ReadAsync(connection, null)).ToList();
        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() =>
        {
            using System.Security.Cryptography.AsymmetricAlgorithm key = row.Alg == "ES256"
                ? System.Security.Cryptography.ECDsa.Create()
                : System.Security.Cryptography.RSA.Create();
            key.ImportPkcs8PrivateKey(Convert.FromBase64String(row.ProtectedKey), out _);
        }));
    }

    internal static async Task AssertNodesAgreeAsync(ProviderHost host)
    {
        await host.Get<IDatabase>().WriteAsync(async (connection, transaction) =>
        {
            await Dapper.SqlMapper.ExecuteAsync(connection, "DELETE FROM signing_keys", transaction: transaction);
            return 0;
        }, CancellationToken.None);
        var nodes = Enumerable.Range(0, 8).Select(_ => ActivatorUtilities.CreateInstance<SigningKeys>(host.Services)).ToList();
        var sets = await Task.WhenAll(nodes.Select(node => Task.Run(() => node.RefreshAsync(CancellationToken.None))));
        foreach (var alg in SigningAlgorithms.All)
            Assert.Single(sets.Select(set => set.Current(alg, host.Time.GetUtcNow())!.Kid).Distinct());
        Assert.All(sets, set => Assert.Equal(2, set.PublishedAt(host.Time.GetUtcNow()).Count()));
        nodes.ForEach(node => node.Dispose());
    }

    private static async Task<string> SignAsync(ProviderHost host)
        => await host.Get<ITokenSigner>().SignAsync("RS256", "JWT", Encoding.UTF8.GetBytes($"{{\"iss\":\"{ProviderHost.Issuer}\"}}"), CancellationToken.None);

    private static string Kid(string jwt) => Jwt.Header(jwt).GetProperty("kid").GetString()!;

    private static async Task<IReadOnlyList<string>> KidsAsync(Browser browser)
        => [.. (await browser.GetAsync("/.well-known/openid-configuration/jwks")).Json.GetProperty("keys").EnumerateArray()
            .Select(key => key.GetProperty("kid").GetString()!)];
}
