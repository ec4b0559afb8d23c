using System.Net;

using Dapper;

using Duende.IdentityServer.Configuration;
using Duende.IdentityServer.Models;
using Duende.IdentityServer.Services;
using Duende.IdentityServer.Stores;

using IdentityHost.Configuration;
using IdentityHost.Data;
using IdentityHost.Provider.Duende.Hosting;
using IdentityHost.Tests.Provider;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

using Xunit;

namespace IdentityHost.Tests.Engines.Duende;

/// <summary>IdentityServer's own interfaces, for code that knows them: they lead to our rows and through our door. There is no such code for the other engine.</summary>
public sealed class DuendeEngineTests(ProviderHost host) : EndSessionTest(host)
{
    [Fact]
    public async Task Its_session_management_ends_all_sessions_of_a_person_in_one_step_and_every_application_hears_of_each()
    {
        var sids = new List<string>();
        foreach (var browser in new[] { NewBrowser(), NewBrowser(), NewBrowser() })
        {
            sids.Add(await browser.SignInAsync(ProviderHost.Bob));
            await CodeAsync(browser, "told", "openid");
        }
        using var scope = Host.Services.CreateScope();
        await scope.ServiceProvider.GetRequiredService<ISessionManagementService>()
            .RemoveSessionsAsync(new RemoveSessionsContext { SubjectId = ProviderHost.Bob });

        await using var connection = await Host.Get<IDatabase>().OpenAsync(CancellationToken.None);
        var ended = (await connection.QueryAsync<(string Batch, string Reason)>(
            $"SELECT end_batch, end_reason FROM sessions WHERE {connection.In("sid", "@sids")}", new { sids })).ToList();
        Assert.Equal(3, ended.Count);
        Assert.Equal("admin", Assert.Single(ended.Select(each => each.Reason).Distinct()));
        Assert.Single(ended.Select(each => each.Batch).Distinct());     // one transaction
        foreach (var sid in sids)
            await Host.Receiver.TokenAsync("told", sid);
    }

    [Fact]
    public async Task Its_session_management_leaves_a_session_alone_that_belongs_to_somebody_else()
    {
        var browser = NewBrowser();
        var sid = await browser.SignInAsync();
        using var scope = Host.Services.CreateScope();
        await scope.ServiceProvider.GetRequiredService<ISessionManagementService>()
            .RemoveSessionsAsync(new RemoveSessionsContext { SubjectId = ProviderHost.Bob, SessionId = sid });
        Assert.True(await IsSignedInAsync(browser));
    }

    [Fact]
    public async Task Asked_to_notify_about_a_living_session_it_ends_the_session_and_asked_again_it_does_nothing()
    {
        var browser = NewBrowser();
        var sid = await browser.SignInAsync();
        await CodeAsync(browser, "told", "openid");
        using var scope = Host.Services.CreateScope();
        var notifications = scope.ServiceProvider.GetRequiredService<IBackChannelLogoutService>();
        var context = new LogoutNotificationContext { SubjectId = ProviderHost.Alice, SessionId = sid, ClientIds = ["told"] };
        await notifications.SendLogoutNotificationsAsync(context);
        await notifications.SendLogoutNotificationsAsync(context);

        await Host.Receiver.TokenAsync("told", sid);
        Assert.False(await IsSignedInAsync(browser));
        await using var connection = await Host.Get<IDatabase>().OpenAsync(CancellationToken.None);
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM deliveries WHERE sid = @sid", new { sid }));
    }

    [Theory]
    [InlineData("web")]
    [InlineData("jwt")]
    public async Task Removing_from_its_grant_store_revokes_every_token(string client)
    {
        var (browser, tokens) = await TokensAsync(client, "openid orders.read offline_access");
        var unredeemed = await CodeAsync(browser, client);
        var sid = tokens.Claims("id_token").GetProperty("sid").GetString()!;
        using var scope = Host.Services.CreateScope();
        var store = scope.ServiceProvider.GetRequiredService<IPersistedGrantStore>();
        var filter = new PersistedGrantFilter { SubjectId = ProviderHost.Alice, SessionId = sid, ClientId = client };
        Assert.Single(await store.GetAllAsync(filter));
        await store.RemoveAllAsync(filter);

        Assert.Empty(await store.GetAllAsync(filter));
        Assert.False(await IsActiveAsync(tokens.Text("access_token")));
        Assert.Equal("invalid_grant", (await TokenAsync(Refresh(tokens.Text("refresh_token"), client))).Error);
        Assert.Equal("invalid_grant", (await TokenAsync(Redemption(unredeemed, client))).Error);
        await Assert.ThrowsAsync<ArgumentException>(() => store.RemoveAllAsync(new PersistedGrantFilter()));
    }

    [Theory]
    [InlineData("web")]         // reference tokens
    [InlineData("jwt")]
    [InlineData("forever")]     // may outlive a logout, not an administrator
    public async Task No_token_survives_a_session_that_its_session_management_removes(string client)
    {
        var (browser, tokens) = await TokensAsync(client, "openid orders.read offline_access");
        var unredeemed = await CodeAsync(browser, client);
        Assert.True(await IsActiveAsync(tokens.Text("access_token")));
        using var scope = Host.Services.CreateScope();
        await scope.ServiceProvider.GetRequiredService<ISessionManagementService>()
            .RemoveSessionsAsync(new RemoveSessionsContext { SessionId = tokens.Claims("id_token").GetProperty("sid").GetString()! });

        Assert.False(await IsActiveAsync(tokens.Text("access_token")));
        Assert.Equal(HttpStatusCode.Unauthorized, (await UserInfoAsync(tokens.Text("access_token"))).Status);
        Assert.Equal("invalid_grant", (await TokenAsync(Refresh(tokens.Text("refresh_token"), client))).Error);
        Assert.Equal("invalid_grant", (await TokenAsync(Redemption(unredeemed, client))).Error);
        Assert.False(await IsSignedInAsync(browser));
    }

    [Fact]
    public async Task Its_reference_token_store_knows_no_token_of_an_ended_session()
    {
        var (_, tokens) = await TokensAsync();
        var handle = tokens.Text("access_token");
        using var scope = Host.Services.CreateScope();
        var store = scope.ServiceProvider.GetRequiredService<IReferenceTokenStore>();
        Assert.Equal("web", (await store.GetReferenceTokenAsync(handle))!.ClientId);
        await EndSessionAsync(tokens.Claims("id_token").GetProperty("sid").GetString()!);
        Assert.Null(await store.GetReferenceTokenAsync(handle));
    }

    [Fact]
    public async Task Its_interaction_service_reads_what_our_pages_are_given()
    {
        var browser = NewBrowser();
        var login = await AuthorizeAsync(browser, Authorization());
        var error = await AuthorizeAsync(browser, new() { ["client_id"] = "nobody" });
        var (_, tokens) = await TokensAsync();
        var logout = await AskAsync(NewBrowser(), SignOut(tokens.Text("id_token")));

        using var scope = Host.Services.CreateScope();
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        var interaction = scope.ServiceProvider.GetRequiredService<IIdentityServerInteractionService>();
        Assert.Equal("web", (await interaction.GetAuthorizationContextAsync(login.Query["ReturnUrl"]))!.Client.ClientId);
        Assert.Equal("unauthorized_client", (await interaction.GetErrorContextAsync(error.Query["errorId"]))!.Error);
        var request = await interaction.GetLogoutContextAsync(logout.Query["logoutId"]);
        Assert.Equal("web", request.ClientId);
        Assert.StartsWith("https://web.test/bye?state=", request.PostLogoutRedirectUri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/connect/deviceauthorization")]
    [InlineData("/connect/ciba")]
    [InlineData("/connect/par")]
    [InlineData("/connect/checksession")]
    [InlineData("/connect/authorize/callback")]
    [InlineData("/.well-known/oauth-authorization-server")]
    public async Task What_it_could_do_beside_our_flow_has_no_address(string path)
        => Assert.Equal(HttpStatusCode.NotFound, (await NewBrowser().GetAsync(path)).Status);

    [Fact]
    public void The_licence_key_and_the_issuer_come_from_our_configuration()
    {
        var options = new IdentityServerOptions();
        new ConfigureEngine(
            Options.Create(new IdentityHostOptions { Issuer = ProviderHost.Issuer }), Options.Create(new EngineOptions { LicenseKey = "key" })).Configure(options);
        Assert.Equal(("key", ProviderHost.Issuer), (options.LicenseKey, options.IssuerUri));
        Assert.False(options.KeyManagement.Enabled);
    }
}
