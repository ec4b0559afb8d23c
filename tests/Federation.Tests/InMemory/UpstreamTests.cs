extern alias IdentityHostApp;

using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IdentityHostApp::IdentityHost.Delivery;
using TestSupport;

namespace Federation.Tests.InMemory;

/// <summary>Sign-in at another provider, sign-out there, and logouts that come from there: the chain does not end at the gateway.</summary>
public sealed class UpstreamTests : IAsyncDisposable
{
    private readonly UpstreamFederation _apps = new();

    [Fact]
    public async Task A_sign_in_at_the_upstream_opens_the_client_that_asked()
    {
        var counted = 0;
        using var listener = new System.Diagnostics.Metrics.MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "identityhost.signins")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Interlocked.Add(ref counted, tags is [{ Value: "External" }, ..] ? (int)value : 0));
        listener.Start();
        using var alice = await _apps.SignedInAsync();

        Assert.True(Volatile.Read(ref counted) > 0);
        Assert.Equal((_apps.Client.Authority, HttpStatusCode.OK), (alice.Location.Authority, alice.Status));
        Assert.StartsWith("x-", alice.Subject);     // a person of the gateway's own, not the gateway's local alice
        var session = await _apps.GatewaySessionAsync(alice.Session!);
        var upstream = Assert.Single(await _apps.UpstreamSessionsAsync());
        Assert.Equal(("external", upstream.Sid, "http://upstream.test"), (session!.Amr, session.UpstreamSid, session.UpstreamIssuer));
        Assert.NotEqual(upstream.Sid, session.Sid);
        Assert.NotNull(session.UpstreamIdToken);
    }

    [Fact]
    public async Task Signing_out_at_the_client_signs_out_at_the_upstream_and_comes_back()
    {
        using var alice = await _apps.SignedInAsync();
        Assert.Single(await _apps.UpstreamSessionsAsync());

        await alice.SignOutAsync(_apps.Client);

        Assert.Equal((_apps.Client.Authority, HttpStatusCode.OK), (alice.Location.Authority, alice.Status));
        Assert.Empty(await _apps.UpstreamSessionsAsync());
        await alice.OpenAsync(_apps.Client);
        await alice.FollowAsync("a[href^='/external/signin']");
        Assert.NotNull(alice.Page.QuerySelector("input[name=Password]"));       // no sign-in without a password, there neither
        Assert.Equal(_apps.Upstream.Authority, alice.Location.Authority);
    }

    [Fact]
    public async Task Signing_out_at_the_client_signs_out_at_the_upstream_also_when_the_gateways_cookie_is_gone()
    {
        using var alice = await _apps.SignedInAsync();
        foreach (var cookie in alice.Cookies.GetAllCookies().Where(cookie => cookie.Name is "identity" && cookie.Domain == _apps.Gateway.Host))
            cookie.Expired = true;

        await alice.SignOutAsync(_apps.Client);

        Assert.Equal((_apps.Client.Authority, HttpStatusCode.OK), (alice.Location.Authority, alice.Status));
        Assert.Empty(await _apps.UpstreamSessionsAsync());
    }

    [Fact]
    public async Task Signing_out_comes_back_when_the_upstream_does_not_answer()
    {
        using var alice = await _apps.SignedInAsync();
        _apps.Internet.Unplug(_apps.Upstream);

        // The browser cannot reach it either: what our side did must be done by then.
        var gone = await Record.ExceptionAsync(() => alice.SignOutAsync(_apps.Client));
        _apps.Internet.PlugAgain(_apps.Upstream);

        Assert.True(gone is null or HttpRequestException, gone?.ToString());
        await alice.OpenAsync(_apps.Client);
        Assert.True(alice.IsAskedToSignIn);
    }

    [Fact]
    public async Task A_logout_at_the_upstream_goes_on_to_the_clients_of_the_gateway()
    {
        using var alice = await _apps.SignedInAsync();
        using var bob = await _apps.SignedInAsync("bob");
        var (sid, his) = (alice.Session!, bob.Session);

        await _apps.EndUpstreamAsync(Assert.Single(await _apps.UpstreamSessionsAsync()));

        Assert.Equal("upstream_logout", (await _apps.GatewaySessionAsync(sid))!.EndReason);
        await Until.IsTrueAsync(async () => (await _apps.GatewayDeliveriesAsync(sid)) is [{ ClientId: "client-a", Reason: "upstream_logout", State: DeliveryState.Delivered }]);
        await alice.OpenAsync(_apps.Client);
        Assert.True(alice.IsAskedToSignIn);
        await bob.OpenAsync(_apps.Client);
        Assert.Equal(his, bob.Session);
    }

    [Fact]
    public async Task A_logout_token_that_is_not_the_upstreams_ends_nothing()
    {
        using var alice = await _apps.SignedInAsync();
        var (sid, theirs) = (alice.Session!, Assert.Single(await _apps.UpstreamSessionsAsync()));
        var good = await _apps.TokenAsync(theirs.Sub, theirs.Sid);
        string[] bad =
        [
            await _apps.TokenAsync(theirs.Sub, theirs.Sid, forged: true),
            await _apps.TokenAsync(theirs.Sub, theirs.Sid, audience: "client-a"),
            good[..(good.LastIndexOf('.') + 1)] + new string('A', good.Length - good.LastIndexOf('.') - 1),
            theirs.UpstreamIdToken ?? "no.token.here",
        ];

        foreach (var token in bad)
        {
            using var answer = await _apps.PostAsync(token);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        Assert.Null((await _apps.GatewaySessionAsync(sid))!.EndedAt);
        Assert.Empty(await _apps.GatewayDeliveriesAsync(sid));
        await alice.OpenAsync(_apps.Client);
        Assert.Equal(sid, alice.Session);
        using var accepted = await _apps.PostAsync(good);
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        Assert.NotNull((await _apps.GatewaySessionAsync(sid))!.EndedAt);
    }

    [Fact]
    public async Task A_token_with_a_subject_only_ends_all_sessions_of_that_person_that_began_before()
    {
        using var alice = await _apps.SignedInAsync();
        using var elsewhere = await _apps.SignedInAsync();
        using var bob = await _apps.SignedInAsync("bob");
        var (first, second, his) = (alice.Session!, elsewhere.Session!, bob.Session!);
        var sub = (await _apps.UpstreamSessionsAsync())[0].Sub;

        using var late = await _apps.PostAsync(await _apps.TokenAsync(sub, null, age: TimeSpan.FromMinutes(5)));     // of a logout before these sign-ins
        Assert.Equal(HttpStatusCode.OK, late.StatusCode);
        Assert.Null((await _apps.GatewaySessionAsync(first))!.EndedAt);

        using var answer = await _apps.PostAsync(await _apps.TokenAsync(sub, null));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("upstream_logout", (await _apps.GatewaySessionAsync(first))!.EndReason);
        Assert.Equal("upstream_logout", (await _apps.GatewaySessionAsync(second))!.EndReason);
        Assert.Null((await _apps.GatewaySessionAsync(his))!.EndedAt);
    }

    [Fact]
    public async Task A_logout_is_not_acknowledged_before_the_sessions_have_ended()
    {
        using var alice = await _apps.SignedInAsync();
        var (sid, theirs) = (alice.Session!, Assert.Single(await _apps.UpstreamSessionsAsync()));
        var token = await _apps.TokenAsync(theirs.Sub, theirs.Sid);
        _apps.GatewayDoor.IsDown = true;

        using var refused = await _apps.PostAsync(token);
        var after = await _apps.GatewaySessionAsync(sid);
        _apps.GatewayDoor.IsDown = false;
        using var repeated = await _apps.PostAsync(token);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (refused.StatusCode, after!.EndedAt is null));
        Assert.Equal(HttpStatusCode.OK, repeated.StatusCode);
        Assert.Equal("upstream_logout", (await _apps.GatewaySessionAsync(sid))!.EndReason);
    }

    [Fact]
    public async Task A_logout_that_overtakes_the_sign_in_wins()
    {
        _apps.UpstreamAnswers.Once("/connect/userinfo", async () => await _apps.EndUpstreamAsync(Assert.Single(await _apps.UpstreamSessionsAsync())));

        using var alice = await _apps.SignedInAsync();

        Assert.True(alice.IsAskedToSignIn);
        await alice.OpenAsync(_apps.Client);
        Assert.True(alice.IsAskedToSignIn);
        await alice.FollowAsync("a[href^='/external/signin']");
        await alice.SubmitAsync("form:has(input[name=Password])", new() { ["Username"] = "alice", ["Password"] = "alice" });
        Assert.Equal(_apps.Client.Authority, alice.Location.Authority);         // a new session there is a new session here
        Assert.NotNull(alice.Session);
    }

    [Fact]
    public async Task An_ID_token_without_a_signature_signs_nobody_in()
    {
        _apps.UpstreamAnswers.Once("/connect/token", async answer =>
        {
            var tokens = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            var payload = ((string)tokens["id_token"]!).Split('.')[1];
            tokens["id_token"] = $"{Base64Url.EncodeToString("""{"alg":"none","typ":"JWT"}"""u8)}.{payload}.";
            answer.Content = new StringContent(tokens.ToJsonString(), Encoding.UTF8, "application/json");
        });

        using var alice = await _apps.SignedInAsync();

        Assert.Equal((_apps.Gateway.Authority, HttpStatusCode.BadRequest, null), (alice.Location.Authority, alice.Status, alice.Session));
        await alice.OpenAsync(_apps.Client);
        Assert.True(alice.IsAskedToSignIn);
    }

    [Fact]
    public async Task Addresses_of_other_hosts_are_not_returned_to()
    {
        using var alice = await _apps.SignedInAsync();

        foreach (var evil in (string[])["https://evil.test/", "//evil.test/", "/\\evil.test/"])
        {
            await alice.OpenAsync(_apps.Gateway, "/external/signin?ReturnUrl=" + Uri.EscapeDataString(evil));
            await alice.SubmitAsync("form:has(input[name=Password])", new() { ["Username"] = "alice", ["Password"] = "alice" });
            Assert.Equal(new Uri(_apps.Gateway, "/"), alice.Location);
        }
        await alice.OpenAsync(_apps.Gateway, "/external/signed-out?t=made-up");
        Assert.Equal(new Uri(_apps.Gateway, "/account/signed-out"), alice.Location);
        await alice.OpenAsync(_apps.Gateway, "/external/signout?go=true&t=made-up");
        Assert.Equal(new Uri(_apps.Gateway, "/account/signed-out"), alice.Location);
        Assert.Empty(_apps.Internet.Strangers);
    }

    public ValueTask DisposeAsync() => _apps.DisposeAsync();
}
