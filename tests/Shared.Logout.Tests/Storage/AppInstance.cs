using System.Net;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shared.Logout.Sessions;
using Shared.Logout.Storage;
using Shared.Logout.Testing;
using TestSupport;

namespace Shared.Logout.Tests.Storage;

/// <summary>One instance of an application with its back-channel endpoint on Kestrel, and what its provider and its requests see of it.</summary>
internal sealed class AppInstance : IAsyncDisposable
{
    private const string ClientId = "app";
    private readonly WebApplication _app;
    private readonly FakeProvider _provider;
    private readonly HttpClient _http;

    private AppInstance(WebApplication app, FakeProvider provider, LogLines log)
    {
        (_app, _provider, Log) = (app, provider, log);
        Status = app.Services.GetRequiredService<IReplicaStatus>();
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public IReplicaStatus Status { get; }

    public LogLines Log { get; }

    public static async Task<AppInstance> StartAsync(string redis, string prefix, FakeProvider provider)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        var log = new LogLines();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Redis"] = redis,
            ["BackChannelLogout:RedisPrefix"] = prefix,
            ["OpenIdConnect:Authority"] = provider.Issuer,
            ["OpenIdConnect:ClientId"] = ClientId,
        });
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie().AddBackChannelLogout();
        var app = builder.Build();
        app.MapBackChannelLogout();
        await app.StartAsync();
        return new(app, provider, log);
    }

    /// <summary>The provider's request to end a session. Returns the answer's status.</summary>
    public async Task<HttpStatusCode> LogOutAsync(string session)
    {
        using var body = new FormUrlEncodedContent([new("logout_token", _provider.LogoutToken(ClientId).For(null, session).Build())]);
        using var answer = await _http.PostAsync("/backchannel-logout", body);
        return answer.StatusCode;
    }

    public RevocationKey Key(string session) => SessionKeys.Session(_provider.Issuer, ClientId, session);

    /// <summary>What a request of the session meets here.</summary>
    public ValueTask<SessionVerdict> CheckAsync(string session)
        => _app.Services.GetRequiredService<IRevocationBook>().CheckAsync(new SessionStamp(Key(session), default, default, 1), TimeSpan.FromMinutes(5), default);

    /// <summary>Returns when memory alone answers for all sessions, and ends each of these.</summary>
    public async Task RejectsAloneAsync(IReadOnlyList<string> sessions)
    {
        var replica = _app.Services.GetRequiredService<RevocationTable>();
        await Until.IsTrueAsync(
            () => Status.InStep && sessions.All(session => replica.Find(Key(session)) is not null), what: $"an instance is in step and holds {sessions.Count} logouts");
        foreach (var session in sessions)
            Assert.Equal(SessionVerdict.Revoked, await CheckAsync(session));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
