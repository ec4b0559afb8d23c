using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging;
using Shared.Logout.Diagnostics;
using Shared.Logout.Http;
using static Shared.Logout.LogoutTokenError;

namespace Shared.Logout.UnitTests.Door;

/// <summary>The answers, the logs and the flood: part A7 of the conformance table.</summary>
public sealed class ResponseTests(DoorFixture fixture) : IClassFixture<DoorFixture>
{
    private readonly DoorHost _host = fixture.Host;

    [Fact]
    [Trait("Row", "A-181"), Trait("Row", "A-182"), Trait("Row", "A-183"), Trait("Row", "A-190")]
    public async Task Success_is_200_without_a_body_whether_or_not_the_session_exists()
    {
        var token = _host.Token();
        using var browser = await _host.SignInAsync(token);
        using var known = await _host.PostAsync(token.Build());
        using var unknown = await _host.PostAsync(_host.Token().Build());
        await Verdicts.AssertAcceptedAsync(known);
        await Verdicts.AssertAcceptedAsync(unknown);
        Assert.Equal(Shape(known), Shape(unknown));

        static string Shape(HttpResponseMessage answer) => $"{answer.StatusCode} {answer.Content.Headers.ContentLength} {string.Join(',', answer.Headers.Select(h => h.Key))}";
    }

    [Theory]
    [InlineData("junk"), InlineData(""), InlineData("a.b.c"), InlineData("e30.e30.e30"), InlineData("\"\\\r\n")]
    [Trait("Row", "A-184"), Trait("Row", "A-185"), Trait("Row", "A-186"), Trait("Row", "A-187"), Trait("Row", "A-188"), Trait("Row", "A-189")]
    public async Task Every_refusal_is_400_with_the_same_few_words(string token)
    {
        using var answer = await _host.PostAsync(token);
        await Verdicts.AssertRefusedAsync(answer);
        _host.AssertNoFault();
    }

    [Fact]
    [Trait("Row", "A-191"), Trait("Row", "A-192")]
    public async Task A_session_that_is_already_gone_changes_no_verdict()
    {
        var token = _host.Token();
        using var browser = await _host.SignInAsync(token);
        await Verdicts.AssertAcceptedAsync(await _host.PostAsync(token.Build()));
        await Verdicts.AssertAcceptedAsync(await _host.PostAsync(token.With("jti", "a-second-logout").Build()));
        await Verdicts.AssertRefusedAsync(await _host.PostAsync(token.With("jti", "a-third").With("nonce", "n").Build()));
    }

    [Fact]
    [Trait("Row", "A-194"), Trait("Row", "A-196")]
    public async Task However_many_sessions_end_it_is_one_step()
    {
        await using var host = await DoorHost.StartAsync();
        var token = host.Token();
        var browsers = new List<Sessions.TestBrowser>();
        for (var i = 0; i < 20; i++)
            browsers.Add(await host.SignInAsync(token.With("sid", $"s-{i}")));
        await Verdicts.AssertAcceptedAsync(await host.PostAsync(token.Without("sid").Build()));
        Assert.Equal(1, host.Book.Attempts);
        foreach (var browser in browsers)
        {
            Assert.False(await browser.IsSignedIn());
            browser.Dispose();
        }
    }

    [Fact]
    [Trait("Row", "A-195")]
    public async Task The_answer_waits_for_the_record()
    {
        await using var host = await DoorHost.StartAsync();
        var (asked, open) = (new TaskCompletionSource(), new TaskCompletionSource());
        host.Book.BeforeRecord = _ =>
        {
            asked.TrySetResult();
            return open.Task;
        };
        var token = host.Token();
        using var browser = await host.SignInAsync(token);
        var post = host.PostAsync(token.Build());
        await asked.Task;
        Assert.False(post.IsCompleted);
        open.SetResult();
        await Verdicts.AssertAcceptedAsync(await post);
        Assert.False(await browser.IsSignedIn());
    }

    [Fact]
    public async Task A_caller_that_hangs_up_does_not_undo_a_logout()
    {
        await using var host = await DoorHost.StartAsync();
        var (asked, open) = (new TaskCompletionSource<CancellationToken>(), new TaskCompletionSource());
        host.Book.BeforeRecord = token =>
        {
            asked.TrySetResult(token);
            return open.Task;
        };
        var logout = host.Token();
        using var browser = await host.SignInAsync(logout);
        using var caller = new CancellationTokenSource();
        var post = host.Http.PostAsync(DoorHost.Path, new FormUrlEncodedContent([new("logout_token", logout.Build())]), caller.Token);
        var given = await asked.Task;
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => post);
        Assert.False(given.IsCancellationRequested);
        open.SetResult();
        await Eventually.TrueAsync(() => host.Book.Tokens.Count == 1);
        Assert.False(await browser.IsSignedIn());
        host.AssertNoFault();
    }

    [Fact]
    [Trait("Row", "A-197")]
    public async Task No_log_line_holds_a_token_a_subject_or_a_session()
    {
        await using var host = await DoorHost.StartAsync();
        var token = host.Token().For("subject-in-clear", "session-in-clear");
        await Verdicts.AssertAcceptedAsync(await host.PostAsync(token.Build()));
        await Verdicts.AssertAcceptedAsync(await host.PostAsync(token.Build()));
        await Verdicts.AssertRefusedAsync(await host.PostAsync(token.With("nonce", 1).Build()));
        var lines = host.Logs.Lines.Select(l => l.Text).ToList();
        Assert.Contains(lines, line => line.Contains("was recorded.", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(nameof(HasNonce), StringComparison.Ordinal));
        var secrets = new[] { "subject-in-clear", "session-in-clear", token["jti"]!.Trim('"'), token.Build().Split('.')[1] };
        Assert.All(lines, line => Assert.DoesNotContain(secrets, secret => line.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Row", "A-198")]
    public async Task A_flood_of_junk_neither_blocks_a_genuine_token_nor_fills_the_log()
    {
        await using var host = await DoorHost.StartAsync();
        await host.AcceptedAsync(t => t.Build());
        host.Logs.Clear();
        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), async (i, _) =>
        {
            using var answer = await (i % 10 == 9 ? host.PostAsync(host.Token().Build()) : host.PostAsync($"junk-{i}"));
            Assert.Equal(i % 10 == 9 ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.StatusCode);
        });
        Assert.InRange(host.Logs.Lines.Count(l => l.Level == LogLevel.Warning && l.Category.StartsWith("Shared.Logout", StringComparison.Ordinal)), 2, FloodGate.Tolerated + 50);
    }

    [Fact]
    [Trait("Row", "A-198")]
    public async Task What_a_flood_has_under_way_is_bounded_and_the_rest_is_told_to_come_back()
    {
        await using var host = await DoorHost.StartAsync();
        for (var i = 0; i < FloodGate.Tolerated; i++)
            (await host.PostAsync("junk")).Dispose();
        var open = new TaskCompletionSource();
        host.Book.BeforeRecord = _ => open.Task;
        var posts = Enumerable.Range(0, 120).Select(_ => host.PostAsync(host.Token().Build())).ToList();
        await Eventually.TrueAsync(() => posts.Count(p => p.IsCompleted) >= 40);
        open.SetResult();
        var answers = await Task.WhenAll(posts);
        var turnedAway = answers.Where(a => a.StatusCode is HttpStatusCode.TooManyRequests).ToList();
        Assert.Equal((40, 80), (turnedAway.Count, answers.Count(a => a.StatusCode is HttpStatusCode.OK)));
        Assert.All(turnedAway, a => Assert.Equal(("no-store", true), (a.Headers.CacheControl?.ToString(), a.Headers.RetryAfter is not null)));

        host.Clock.Advance(FloodGate.Window);
        await host.AcceptedAsync(t => t.Build());
    }

    [Fact]
    public async Task One_activity_carries_on_the_providers_trace()
    {
        var finished = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == LogoutActivity.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (finished)
                    finished.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        using var request = new HttpRequestMessage(HttpMethod.Post, DoorHost.Path) { Content = new FormUrlEncodedContent([new("logout_token", _host.Token().Build())]) };
        request.Headers.Add("traceparent", $"00-{trace}-b7ad6b7169203331-01");
        await Verdicts.AssertAcceptedAsync(await _host.Http.SendAsync(request));
        await Eventually.TrueAsync(() =>
        {
            lock (finished)
                return finished.Any(a => a.TraceId.ToString() == trace);
        });
    }

    [Fact]
    public async Task Events_hear_of_both_and_cannot_spoil_the_answer()
    {
        var heard = new List<string>();
        await using var host = await DoorHost.StartAsync(o =>
        {
            o.Events.OnLogoutRecorded = (token, _) =>
            {
                heard.Add($"{token.SessionId} {token.Reason} {token.InitiatedBy}");
                throw new InvalidOperationException("from the application");
            };
            o.Events.OnLogoutRefused = (reason, _) =>
            {
                heard.Add(reason.ToString());
                return Task.CompletedTask;
            };
        });
        var token = host.Token().With("sid", "s").With("logout_reason", "user_logout").With("initiated_by", "bad\nname");
        await Verdicts.AssertAcceptedAsync(await host.PostAsync(token.Build()));
        await Verdicts.AssertRefusedAsync(await host.PostAsync(token.With("nonce", 1).Build()));
        Assert.Equal(["s user_logout ", nameof(HasNonce)], heard);
        Assert.Single(host.Logs.Lines, l => l.Text.Contains("from the application", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_application_that_could_not_do_its_part_makes_the_provider_try_again()
    {
        var (calls, fails) = (0, true);
        await using var host = await DoorHost.StartAsync(o => o.Events.OnLogoutAcknowledging = (_, _) =>
        {
            calls++;
            return fails ? throw new RevocationStoreException("its database is down") : Task.CompletedTask;
        });
        var token = host.Token().Build();

        using var first = await host.PostAsync(token);
        fails = false;
        using var second = await host.PostAsync(token);
        using var forged = await host.PostAsync(host.Token().With("nonce", 1).Build());

        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (first.StatusCode, first.Headers.RetryAfter is not null));
        await Verdicts.AssertAcceptedAsync(second);     // a repeat by now, and all the same it is called
        await Verdicts.AssertRefusedAsync(forged);
        Assert.Equal(2, calls);
    }
}
