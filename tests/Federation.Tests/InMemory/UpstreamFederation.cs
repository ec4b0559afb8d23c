extern alias ClientAApp;
extern alias IdentityHostApp;

using System.Text.Json;
using IdentityHostApp::IdentityHost.Delivery;
using IdentityHostApp::IdentityHost.EndSession;
using IdentityHostApp::IdentityHost.Provider;
using IdentityHostApp::IdentityHost.Sessions;
using IdentityHostApp::IdentityHost.Users;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Shared.Logout;
using TestSupport;

namespace Federation.Tests.InMemory;

/// <summary>Client A signs in at IdentityHost (the gateway), which signs in at another IdentityHost (the upstream).</summary>
public sealed class UpstreamFederation : IAsyncDisposable
{
    private const string EventType = "http://schemas.openid.net/event/backchannel-logout";

    private readonly TempDirectory _data = new();
    private readonly WebApplicationFactory<IdentityHostApp::Program> _upstream;
    private readonly WebApplicationFactory<IdentityHostApp::Program> _gateway;
    private readonly WebApplicationFactory<ClientAApp::Program> _client;

    public UpstreamFederation()
    {
        _upstream = new WebApplicationFactory<IdentityHostApp::Program>().WithWebHostBuilder(host => Configure(host, "upstream", new()
        {
            ["Issuer"] = Upstream.GetLeftPart(UriPartial.Authority),
            ["Clients:9:ClientId"] = "gateway",
            ["Clients:9:ClientSecrets:0"] = "gateway-secret",
            ["Clients:9:RedirectUris:0"] = new Uri(Gateway, "/signin-external").ToString(),
            ["Clients:9:PostLogoutRedirectUris:0"] = new Uri(Gateway, "/signout-callback-external").ToString(),
            ["Clients:9:BackChannelLogoutUri"] = new Uri(Gateway, "/backchannel-logout").ToString(),
            ["Clients:9:AllowedScopes:0"] = "openid",
            ["Clients:9:AllowedScopes:1"] = "profile",
            ["Clients:9:AllowedScopes:2"] = "email",
        }, Deliver));
        _gateway = new WebApplicationFactory<IdentityHostApp::Program>().WithWebHostBuilder(host => Configure(host, "gateway", new()
        {
            ["External:Authority"] = Upstream.GetLeftPart(UriPartial.Authority),
            ["External:ClientId"] = "gateway",
            ["External:ClientSecret"] = "gateway-secret",
            ["External:Name"] = "the company",
            ["Clients:2:Enabled"] = "false",        // ResourceApi is not part of this federation
        }, services =>
        {
            Deliver(services);
            UseInternet(services);
            services.AddSingleton<FailingDoor>();
            services.AddSingleton<IEndSession>(provider => provider.GetRequiredService<FailingDoor>());
        }));
        _client = new WebApplicationFactory<ClientAApp::Program>().WithWebHostBuilder(host => Configure(host, "client", [], UseInternet));

        UpstreamAnswers = new AfterAnswer(_upstream.Server.CreateHandler());
        Internet.Plug(Upstream, UpstreamAnswers);
        Internet.Plug(Gateway, _gateway.Server.CreateHandler());
        Internet.Plug(Client, _client.Server.CreateHandler());
    }

    /// <summary>Another host name: applications on one host share a cookie jar, and these two are the same application.</summary>
    public Uri Upstream { get; } = new("http://upstream.test");

    public Uri Gateway { get; } = new("http://localhost:5000");

    public Uri Client { get; } = new("http://localhost:5001");

    internal Internet Internet { get; } = new();

    internal AfterAnswer UpstreamAnswers { get; }

    internal FailingDoor GatewayDoor => _gateway.Services.GetRequiredService<FailingDoor>();

    internal MemoryBrowser NewBrowser() => new(Internet, Gateway);

    /// <summary>Opens the client and signs in upstream. The person is one of the upstream's demo users.</summary>
    internal async Task<MemoryBrowser> SignedInAsync(string user = "alice")
    {
        var browser = NewBrowser();
        await browser.OpenAsync(Client);
        await browser.FollowAsync("a[href^='/external/signin']");
        Assert.True(browser.Location.Authority == Upstream.Authority, $"{browser.Status} at {browser.Location}: {browser.Page.Body?.TextContent}");
        await browser.SubmitAsync("form:has(input[name=Password])", new() { ["Username"] = user, ["Password"] = user });
        return browser;
    }

    /// <summary>Live sessions of an upstream person, at the upstream.</summary>
    internal async Task<IReadOnlyList<ProviderSession>> UpstreamSessionsAsync(string user = "alice")
    {
        var account = Assert.Single(await _upstream.Services.GetRequiredService<IUsers>().SearchAsync(user, 0, 2, default));
        return await _upstream.Services.GetRequiredService<ISessions>().OfUserAsync(account.Sub, default);
    }

    internal Task<ProviderSession?> GatewaySessionAsync(string sid) => _gateway.Services.GetRequiredService<ISessions>().FindAsync(sid, default);

    internal Task<IReadOnlyList<DeliveryRecord>> GatewayDeliveriesAsync(string sid)
        => _gateway.Services.GetRequiredService<IDeliveries>().SearchAsync(new DeliveryFilter(Sid: sid), 0, 10, default);

    /// <summary>An administrator ends a session upstream; returns when everybody has heard of it.</summary>
    internal async Task EndUpstreamAsync(ProviderSession session)
    {
        var ended = await _upstream.Services.GetRequiredService<IEndSession>().EndAsync(new(EndReason.Admin) { Sid = session.Sid }, default);
        var rows = await _upstream.Services.GetRequiredService<IDeliveries>().WaitAsync(ended.BatchId, Until.Deadline, default);
        Assert.All(rows, row => Assert.Equal(DeliveryState.Delivered, row.State));
    }

    /// <summary>A logout token for the gateway, signed by the upstream or by somebody else.</summary>
    internal async Task<string> TokenAsync(string? sub, string? sid, TimeSpan age = default, bool forged = false, string audience = "gateway")
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new Dictionary<string, object?>
        {
            ["iss"] = Upstream.GetLeftPart(UriPartial.Authority),
            ["aud"] = audience,
            ["iat"] = now,
            ["exp"] = now + 120,
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["toe"] = now - (long)age.TotalSeconds,
            ["events"] = new Dictionary<string, object> { [EventType] = new Dictionary<string, object>() },
        };
        if (sub is not null)
            claims["sub"] = sub;
        if (sid is not null)
            claims["sid"] = sid;
        var signer = (forged ? _gateway : _upstream).Services.GetRequiredService<ITokenSigner>();
        return await signer.SignAsync("RS256", "logout+jwt", JsonSerializer.SerializeToUtf8Bytes(claims), default);
    }

    internal async Task<HttpResponseMessage> PostAsync(string token)
    {
        using var http = new HttpClient(Internet, disposeHandler: false);
        return await http.PostAsync(new Uri(Gateway, "/backchannel-logout"), new FormUrlEncodedContent([new("logout_token", token)]));
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _gateway.DisposeAsync();
        await _upstream.DisposeAsync();
        Internet.Dispose();
        _data.Dispose();
    }

    private void Configure(IWebHostBuilder host, string name, Dictionary<string, string> settings, Action<IServiceCollection> services)
    {
        host.UseEnvironment("Development");
        host.UseSetting("DataDirectory", _data.Of(name));
        host.UseSetting("LogoutWait", "00:00:20");
        host.UseSetting("Logging:LogLevel:Default", "Error");
        host.UseSetting("Logging:LogLevel:Microsoft.AspNetCore", "Error");
        foreach (var (key, value) in settings)
            host.UseSetting(key, value);
        host.ConfigureTestServices(services);
    }

    private void Deliver(IServiceCollection services) => services.AddSingleton(new LogoutHttpClient(Internet, TimeSpan.FromSeconds(30)));

    private void UseInternet(IServiceCollection services)
    {
        services.ConfigureAll<OpenIdConnectOptions>(options => options.BackchannelHttpHandler = Internet);
        services.ConfigureAll<BackChannelLogoutOptions>(options => options.BackchannelHttpHandler = Internet);
    }
}
