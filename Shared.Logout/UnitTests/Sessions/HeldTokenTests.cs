using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging.Abstractions;
using Shared.Logout.Configuration;
using Shared.Logout.Testing;
using Shared.Logout.UnitTests.Door;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>Table B4: tokens that an ended session held are revoked at the provider (RFC 7009), after the session is dead.</summary>
public sealed class HeldTokenTests
{
    private static readonly string s_online = $"refresh_token:r1;access_token:{AccessToken("openid profile")}";
    private static readonly string s_offline = $"refresh_token:r1;access_token:{AccessToken("openid offline_access")}";

    [Fact]
    public async Task Refresh_and_access_token_of_an_ended_session_are_revoked_once()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var app = await StartAsync(provider, it => it.ClientSecret = "s ecret");
        using var browser = await EndedAsync(app, provider, s_online);
        var cookie = browser.Cookie()!;
        Assert.False(await browser.IsSignedIn());
        browser.SetCookie(cookie);
        Assert.False(await browser.IsSignedIn());   // a second request with the same dead cookie

        await UntilAsync(() => provider.Revoked.Count == 2);
        var calls = provider.Revoked.ToArray();
        Assert.Equal([("refresh_token", "r1"), ("access_token", AccessToken("openid profile"))], calls.Select(it => (it["token_type_hint"], it["token"])));
        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("app:s+ecret"));
        Assert.All(calls, it => Assert.Equal(expected, it["Authorization"]));
    }

    [Fact]
    public async Task Nothing_is_revoked_while_the_session_lives()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var app = await StartAsync(provider);
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1", $"&iss={provider.Issuer}&tokens={s_online}");
        Assert.True(await browser.IsSignedIn());
        using var other = await EndedAsync(app, provider, "access_token:last", sid: "s2");
        Assert.False(await other.IsSignedIn());
        await UntilAsync(() => provider.Revoked.Count > 0);
        Assert.Equal("last", Assert.Single(provider.Revoked)["token"]);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task An_offline_refresh_token_is_kept_unless_the_app_says_otherwise(bool revokeOffline, int calls)
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var app = await StartAsync(provider, it => it.RevokeOfflineTokens = revokeOffline);
        using var browser = await EndedAsync(app, provider, s_offline);
        Assert.False(await browser.IsSignedIn());
        await UntilAsync(() => provider.Revoked.Any(it => it["token_type_hint"] == "access_token"));   // the last one
        Assert.Equal(calls, provider.Revoked.Count);
    }

    [Fact]
    public async Task A_refresh_token_of_unknown_scope_counts_as_offline()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var app = await StartAsync(provider);
        using var browser = await EndedAsync(app, provider, "refresh_token:r1;access_token:opaque");
        Assert.False(await browser.IsSignedIn());
        await UntilAsync(() => provider.Revoked.Count > 0);
        Assert.Equal("access_token", Assert.Single(provider.Revoked)["token_type_hint"]);
    }

    [Fact]
    public async Task A_provider_that_hangs_delays_nobody_and_one_that_fails_is_asked_again()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var app = await StartAsync(provider);
        using var browser = await EndedAsync(app, provider, "access_token:a1");
        var hold = new TaskCompletionSource();
        (provider.Hold, provider.RevocationStatus) = (hold.Task, 503);

        using var answer = await browser.Open("/private").WaitAsync(Eventually.Deadline);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Null(browser.Cookie());

        hold.SetResult();
        await UntilAsync(() => provider.Revoked.Count > 0);
        provider.RevocationStatus = 200;
        await UntilAsync(() => provider.Revoked.Count > 1);
        Assert.All(provider.Revoked, it => Assert.Equal("a1", it["token"]));
    }

    [Fact]
    public async Task A_handler_of_the_applications_own_may_throw_what_it_likes_and_is_asked_again()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var handler = new BrokenOnce();
        await using var app = await StartAsync(provider, it => it.BackchannelHttpHandler = handler);
        using var browser = await EndedAsync(app, provider, "access_token:a1");
        Assert.False(await browser.IsSignedIn());
        await UntilAsync(() => provider.Revoked.Count > 0);
        Assert.True(handler.HasThrown);
        Assert.False(app.App.Lifetime.ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public void Tickets_without_a_stamp_each_have_their_own_tokens_revoked()
    {
        var registration = new LogoutRegistration
        {
            Name = "",
            CookieScheme = "session",
            MetadataAddress = "https://op.example/x",
            ClientId = "app",
            RevocationLifetime = TimeSpan.FromDays(1),
        };
        var (queue, settings) = (new Logout.Sessions.TokenRevocationQueue(NullLogger<Logout.Sessions.TokenRevocationQueue>.Instance), SchemeSettings.Create("session", [registration]));
        foreach (var token in (string[])["a1", "a2", "a1"])
        {
            var ticket = new AuthenticationProperties();
            ticket.StoreTokens([new AuthenticationToken { Name = "access_token", Value = token }]);
            queue.Enqueue(ticket, settings);
        }

        var waiting = new List<string?>();
        while (queue.Reader.TryRead(out var held))
            waiting.Add(held.AccessToken);
        Assert.Equal(["a1", "a2"], waiting);
    }

    [Fact]
    public async Task Switched_off_nothing_is_revoked()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var app = await StartAsync(provider, it => it.RevokeTokens = false);
        using var browser = await EndedAsync(app, provider, s_online);
        Assert.False(await browser.IsSignedIn());
        Assert.False(Queue(app).Reader.TryPeek(out _));
        Assert.Empty(provider.Revoked);
    }

    private static Logout.Sessions.TokenRevocationQueue Queue(SessionApp app)
        => (Logout.Sessions.TokenRevocationQueue)app.App.Services.GetService(typeof(Logout.Sessions.TokenRevocationQueue))!;

    private static Task<SessionApp> StartAsync(FakeProvider provider, Action<BackChannelLogoutOptions>? more = null) => SessionApp.StartAsync(it =>
    {
        (it.Issuer, it.Authority, it.RequireHttpsMetadata) = (provider.Issuer, provider.Issuer, false);
        more?.Invoke(it);
    });

    private static async Task<TestBrowser> EndedAsync(SessionApp app, FakeProvider provider, string tokens, string sid = "s1")
    {
        var browser = app.Browser();
        await browser.SignIn("alice", sid, $"&iss={provider.Issuer}&tokens={tokens}");
        await app.LogoutAsync(sid: sid, issuer: provider.Issuer);
        return browser;
    }

    private static string AccessToken(string scope)
        => $"e30.{System.Buffers.Text.Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["scope"] = scope }))}.c2ln";

    /// <summary>As a circuit breaker or a retry policy in front of the network.</summary>
    private sealed class BrokenOnce() : DelegatingHandler(new SocketsHttpHandler())
    {
        public bool HasThrown { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method != HttpMethod.Post || HasThrown)
                return base.SendAsync(request, cancellationToken);
            HasThrown = true;
            throw new InvalidOperationException("The circuit is open.");
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        while (!condition())
            await Task.Delay(20, deadline.Token);
    }
}
