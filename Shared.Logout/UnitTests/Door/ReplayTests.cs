using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Shared.Logout.Testing;
using static Shared.Logout.LogoutTokenError;

namespace Shared.Logout.UnitTests.Door;

/// <summary>Repeats: part A6 of the conformance table. By ruling 6, a repeat is answered 200 and has no effect.</summary>
public sealed class ReplayTests(DoorFixture fixture) : IClassFixture<DoorFixture>
{
    private readonly DoorHost _host = fixture.Host;

    private static readonly Dictionary<string, TokenCase> Refusals = new()
    {
        ["A-169 jti missing"] = new(MissingClaim, t => t.Without("jti")),
        ["A-170 jti empty"] = new(MalformedClaim, t => t.With("jti", "")),
        ["A-170 jti number"] = new(MalformedClaim, t => t.With("jti", 1)),
        ["A-170 jti null"] = new(MalformedClaim, t => t.With("jti", null)),
        ["A-170 jti array"] = new(MalformedClaim, t => t.With("jti", new JsonArray("a"))),
        ["A-170 jti of 10 kB"] = new(MalformedClaim, t => t.With("jti", new string('j', 10_000))),
        ["A-176 wrong audience with the victim's jti"] = new(Audience, t => t.With("aud", "other")),
        ["A-176 wrong signature with the victim's jti"] = new(Signature, t => t.BuildUnsigned() + ".AAAA"),
        ["A-176 wrong event with the victim's jti"] = new(NotALogoutToken, t => t.Without("events")),
    };

    public static TheoryData<string> Cases { get; } = [.. Refusals.Keys];

    [Theory, MemberData(nameof(Cases))]
    public Task A_refused_token_leaves_its_jti_unused(string row) => _host.RefusedAsync(Refusals[row].Reason, Refusals[row].Break);

    [Fact]
    [Trait("Row", "A-171"), Trait("Row", "A-173")]
    public async Task A_repeat_is_answered_200_and_does_not_end_a_later_session()
    {
        var token = _host.Token().Without("sid");
        using var before = await _host.SignInAsync(token.With("sid", "s-before"));
        await Verdicts.AssertAcceptedAsync(await _host.PostAsync(token.Build()));
        Assert.False(await before.IsSignedIn());
        _host.Clock.Advance(TimeSpan.FromSeconds(5));
        using var after = await _host.SignInAsync(token.With("sid", "s-after"));

        var repeats = _host.Metrics.Repeated;
        await Verdicts.AssertAcceptedAsync(await _host.PostAsync(token.Build()));
        Assert.Equal(repeats + 1, _host.Metrics.Repeated);
        Assert.Equal((false, true), (await before.IsSignedIn(), await after.IsSignedIn()));
    }

    [Fact]
    [Trait("Row", "A-171")]
    public async Task A_repeat_is_refused_where_that_is_asked_for()
    {
        await using var host = await DoorHost.StartAsync(o => o.RejectReplays = true);
        var token = host.Token().Build();
        await Verdicts.AssertAcceptedAsync(await host.PostAsync(token));
        await Verdicts.AssertRefusedAsync(await host.PostAsync(token));
        Assert.Equal([nameof(Replayed)], host.Metrics.Refused);
    }

    [Fact]
    [Trait("Row", "A-172")]
    public async Task Of_fifty_at_once_on_two_instances_one_is_recorded()
    {
        await using var first = await DoorHost.StartAsync();
        await using var second = await DoorHost.StartAsync(beside: first);
        var token = first.Token().Build();
        var statuses = new ConcurrentBag<HttpStatusCode>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 50), async (i, _) =>
        {
            using var answer = await (i % 2 == 0 ? first : second).PostAsync(token);
            statuses.Add(answer.StatusCode);
        });
        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal((1, 49), (first.Metrics.Accepted + second.Metrics.Accepted, first.Metrics.Repeated + second.Metrics.Repeated));
        Assert.Single(first.Book.Tokens);
    }

    [Fact]
    [Trait("Row", "A-177")]
    public async Task A_jti_is_remembered_until_the_token_itself_is_too_old()
    {
        await using var host = await DoorHost.StartAsync();
        var issuedAt = host.Clock.GetUtcNow();
        var token = host.Token().With("exp", issuedAt.ToUnixTimeSeconds() + 315_360_000);
        await Verdicts.AssertAcceptedAsync(await host.PostAsync(token.Build()));
        var kept = host.Book.Tokens.Values.Single();
        Assert.True(kept > issuedAt + TimeSpan.FromSeconds(660), "Forgotten while it would still pass.");
        host.Clock.Advance(kept - issuedAt);
        await Verdicts.AssertRefusedAsync(await host.PostAsync(token.Build()));
        Assert.Equal([nameof(TooOld)], host.Metrics.Refused);
    }

    [Fact]
    [Trait("Row", "A-178"), Trait("Row", "A-179"), Trait("Row", "A-193")]
    public async Task An_outage_of_the_store_ends_the_session_here_and_asks_the_provider_to_try_again()
    {
        await using var host = await DoorHost.StartAsync();
        var token = host.Token();
        using var browser = await host.SignInAsync(token);
        host.Book.StoreIsDown = true;
        using (var answer = await host.PostAsync(token.Build()))
            await Verdicts.AssertTryAgainAsync(answer);
        Assert.Equal(["store"], host.Metrics.Deferred);
        Assert.False(await browser.IsSignedIn());

        host.Book.StoreIsDown = false;
        await Verdicts.AssertAcceptedAsync(await host.PostAsync(token.Build()));
        Assert.Equal((1, 0), (host.Metrics.Accepted, host.Metrics.Repeated));
    }

    [Fact]
    [Trait("Row", "A-180")]
    public async Task A_restart_forgets_neither_the_token_nor_the_logout()
    {
        var directory = Directory.CreateTempSubdirectory("door").FullName;
        await using var outer = await DoorHost.StartAsync();
        var token = outer.Token();
        await using (var host = await DoorHost.StartAsync(beside: outer, dataDirectory: directory))
        {
            await Verdicts.AssertAcceptedAsync(await host.PostAsync(token.Build()));
            Assert.Equal((1, 0), (host.Metrics.Accepted, host.Metrics.Repeated));
        }

        await using (var host = await DoorHost.StartAsync(beside: outer, dataDirectory: directory))
        {
            await Verdicts.AssertAcceptedAsync(await host.PostAsync(token.Build()));
            Assert.Equal((0, 1), (host.Metrics.Accepted, host.Metrics.Repeated));
        }
    }
}
