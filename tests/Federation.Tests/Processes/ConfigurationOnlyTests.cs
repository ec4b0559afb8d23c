using TestSupport;

namespace Federation.Tests.Processes;

/// <summary>What needs configuration only, no change of code.</summary>
public sealed class ConfigurationOnlyTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task A_client_that_only_environment_variables_name_signs_in_and_is_told_of_the_sign_out()
    {
        var address = RealFederation.FreeAddress();
        await using var apps = new RealFederation(provider: Registration(9, "reports", "reports-secret", address));
        var reports = apps.More("ClientA", address, "reports", new()
        {
            ["OpenIdConnect__ClientId"] = "reports",
            ["OpenIdConnect__ClientSecret"] = "reports-secret",
        });
        await Task.WhenAll(apps.StartAsync(), reports.StartAsync());
        await using var alice = await browser.PersonAsync();
        var b = await alice.SignInAsync(apps.ClientB);
        var page = await alice.OpenAsync(reports);
        Assert.Equal(await Person.SubjectAsync(b), await Person.SubjectAsync(page));

        await Person.SignOutAsync(b, apps.ClientB);

        await Person.ClickAsync(page, reports);
        Assert.True(await Person.IsAskedToSignInAsync(page, apps.Provider));
    }

    [Fact]
    public async Task ClientA_works_with_another_provider_by_three_variables()
    {
        var address = RealFederation.FreeAddress();
        await using var others = new RealFederation(provider: Registration(9, "visitor", "visitor-secret", address));
        var clientA = others.More("ClientA", address, "visitor", new()
        {
            ["OpenIdConnect__Authority"] = FederationSettings.Text(others.Provider.Address),
            ["OpenIdConnect__ClientId"] = "visitor",
            ["OpenIdConnect__ClientSecret"] = "visitor-secret",
        });
        await others.Provider.StartAsync("/.well-known/openid-configuration");
        await clientA.StartAsync();
        await using var bob = await browser.PersonAsync();

        var page = await bob.SignInAsync(clientA, "bob");
        Assert.Equal(FederationSettings.Text(others.Provider.Address), await page.InnerTextAsync("#issuer"));

        await Person.SignOutAsync(page, clientA);
        await page.GotoAsync(new Uri(clientA.Address, "/session").ToString());
        Assert.True(await Person.IsAskedToSignInAsync(page, others.Provider));
    }

    private static Dictionary<string, string?> Registration(int index, string id, string secret, Uri address)
    {
        var (client, root) = ($"Clients__{index}__", FederationSettings.Text(address));
        return new()
        {
            [client + "ClientId"] = id,
            [client + "ClientName"] = "A further client",
            [client + "ClientSecrets__0"] = secret,
            [client + "RedirectUris__0"] = $"{root}/signin-oidc",
            [client + "PostLogoutRedirectUris__0"] = $"{root}/signout-callback-oidc",
            [client + "BackChannelLogoutUri"] = $"{root}/backchannel-logout",
            [client + "AllowedScopes__0"] = "openid",
            [client + "AllowedScopes__1"] = "profile",
        };
    }
}
