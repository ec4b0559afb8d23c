using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Shared.Logout.Configuration;
using Shared.Logout.Sessions;
using Shared.Logout.UnitTests.Door;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>An API refuses access tokens of sessions that were signed out, whoever was told of it.</summary>
public sealed class BearerTests : IAsyncLifetime
{
    private const string Issuer = "https://op.example";
    private readonly TestClock _clock = new();
    private readonly TestBook _book = new();
    private OutagePolicy _policy = OutagePolicy.Refuse;
    private WebApplication _app = null!;
    private TestBrowser _caller = null!;

    [Theory]
    [InlineData("api", "alice", "s1", "Revoked")]
    [InlineData("api", "alice", null, "Revoked")]
    [InlineData("api", null, "s1", "Revoked")]
    [InlineData("client", "alice", "s1", "Revoked")]
    [InlineData("client", "alice", null, "Revoked")]
    [InlineData("client", null, "s1", "Revoked")]
    [InlineData("api", "bob", null, "Live")]
    [InlineData("api", "bob", "s1", "Live")]
    [InlineData("api", "alice", "s2", "Live")]
    [InlineData("another-client", "alice", "s1", "Live")]
    public async Task A_logout_that_this_API_or_the_tokens_client_heard_of_ends_exactly_its_session(string toldTo, string? sub, string? sid, string verdict)
    {
        Assert.Equal("Live", await CheckAsync("sub=alice&sid=s1"));
        await LogoutAsync(toldTo, sub, sid);
        Assert.Equal(verdict, await CheckAsync("sub=alice&sid=s1"));
    }

    [Fact]
    public async Task A_token_that_was_issued_after_a_logout_of_its_subject_is_good_and_an_older_one_is_not()
    {
        await LogoutAsync("api", "alice", null);
        var cutoff = _clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal("Revoked", await CheckAsync("sub=alice&sid=s9", cutoff));
        Assert.Equal("Live", await CheckAsync("sub=alice&sid=s9", cutoff + 1));
    }

    [Fact]
    public async Task A_token_older_than_the_memory_of_logouts_or_of_unknown_age_is_refused()
    {
        var now = _clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal("Live", await CheckAsync("sub=alice&sid=s1", now - 86_000));
        Assert.Equal("Revoked", await CheckAsync("sub=alice&sid=s1", now - 86_401));
        Assert.Equal("Revoked", await CheckAsync("sub=alice&sid=s1", 0));
    }

    [Theory]
    [InlineData(""), InlineData("sub=client")]
    public async Task A_client_that_acts_for_itself_has_no_session_to_end(string claims)
    {
        await LogoutAsync("client", "client", null);
        Assert.Equal("Live", await CheckAsync(claims));
    }

    [Theory]
    [InlineData(OutagePolicy.Refuse, "Unknown"), InlineData(OutagePolicy.Allow, "Live")]
    public async Task When_nobody_can_say_the_policy_does(OutagePolicy policy, string verdict)
    {
        await RestartAsync(policy);
        _book.IsUnknown = true;
        Assert.Equal(verdict, await CheckAsync("sub=alice&sid=s1"));
    }

    [Fact]
    public async Task An_application_with_pages_and_an_API_guards_both()
    {
        await using var app = await SessionApp.StartAsync(authentication: it => it.AddBackChannelLogoutForApi(), map: it => it.MapGet("/check", async (HttpContext http) =>
        {
            Claim[] claims = [new("iss", SessionApp.Issuer), new("sub", "alice"), new("sid", "s1"), new("iat", http.Request.Query["iat"]!)];
            return (await http.CheckSessionAsync(new ClaimsPrincipal(new ClaimsIdentity(claims, "Bearer")))).ToString();
        }));
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        var check = $"/check?iat={app.Clock.GetUtcNow().ToUnixTimeSeconds()}";
        Assert.Equal((true, "Live"), (await browser.IsSignedIn(), await browser.Http.GetStringAsync(check)));

        await app.LogoutAsync("alice", "s1");

        Assert.Equal((false, "Revoked"), (await browser.IsSignedIn(), await browser.Http.GetStringAsync(check)));
    }

    [Theory]
    [InlineData("api"), InlineData("client")]
    public async Task What_stays_open_ends_with_the_session_whoever_was_told(string toldTo)
    {
        var now = _clock.GetUtcNow().ToUnixTimeSeconds();
        using var ending = await EventStream.OpenAsync(_caller, $"/session-events?sub=alice&sid=s1&iat={now}");
        using var staying = await EventStream.OpenAsync(_caller, $"/session-events?sub=alice&sid=s2&iat={now}");

        await LogoutAsync(toldTo, "alice", "s1", "Client A");
        Assert.Contains("Client A", await ending.ReadEventAsync(Eventually.Deadline), StringComparison.Ordinal);

        await LogoutAsync(toldTo, "alice", "s2", "Client B");   // the first that the other one hears
        Assert.Contains("Client B", await staying.ReadEventAsync(Eventually.Deadline), StringComparison.Ordinal);
    }

    public Task InitializeAsync() => RestartAsync(OutagePolicy.Refuse);

    public async Task DisposeAsync()
    {
        _caller.Dispose();
        await _app.DisposeAsync();
    }

    private async Task RestartAsync(OutagePolicy policy)
    {
        if (_app is not null)
            await DisposeAsync();
        _policy = policy;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddInMemoryRevocationStore();
        builder.Services.AddAuthentication().AddBackChannelLogoutForApi(it =>
            (it.Authority, it.Issuer, it.ClientId, it.OutagePolicy) = (Issuer, Issuer, "api", _policy));
        builder.Services.RemoveAll<IRevocationBook>();
        builder.Services.AddSingleton<IRevocationBook>(_book);
        _app = builder.Build();
        // Whether the token is valid was somebody else's question; its claims stand in the address.
        _app.Use(async (http, next) =>
        {
            var claims = http.Request.Query.Select(it => new Claim(it.Key, it.Value!)).Append(new("client_id", "client")).Append(new("iss", Issuer));
            var verdict = await http.CheckSessionAsync(new ClaimsPrincipal(new ClaimsIdentity(claims, "Bearer")));
            if (http.Request.Path == "/check")
                await http.Response.WriteAsync(verdict.ToString());
            else
                await next(http);
        });
        _app.MapSessionEvents();
        await _app.StartAsync();
        _caller = new TestBrowser(new Uri(_app.Urls.First()));
    }

    private async Task<string> CheckAsync(string claims, long? issuedAt = null)
    {
        using var answer = await _caller.Fetch($"/check?{claims}{(claims.Length > 0 ? "&" : "")}iat={issuedAt ?? _clock.GetUtcNow().ToUnixTimeSeconds()}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task LogoutAsync(string client, string? sub, string? sid, string? initiatedBy = null)
    {
        var registration = _app.Services.GetRequiredService<ILogoutRegistrations>().All.Single();
        var now = _clock.GetUtcNow();
        await _app.Services.GetRequiredService<LogoutRecorder>().RecordAsync(
            registration, new LogoutToken(Issuer, client, sub, sid, Guid.NewGuid().ToString("N"), now, now, null) { InitiatedBy = initiatedBy }, CancellationToken.None);
    }
}
