using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Shared.Logout.Testing;
using static Shared.Logout.LogoutTokenError;

namespace Shared.Logout.UnitTests.Door;

/// <summary>Several providers and clients in one application.</summary>
public sealed class SeveralIssuersTests : IAsyncLifetime
{
    private FakeProvider _second = null!;
    private DoorHost _host = null!;

    public async Task InitializeAsync()
    {
        var clock = new Sessions.TestClock();
        _second = await FakeProvider.StartAsync(clock);
        _host = await DoorHost.StartAsync(
            authentication: a =>
            {
                a.AddCookie("second", o => o.Cookie.Name = "second");
                a.AddBackChannelLogout("second", o => (o.Authority, o.ClientId, o.CookieScheme) = (_second.Issuer, DoorHost.ClientId, "second"));
                a.AddCookie("third", o => o.Cookie.Name = "third");
                a.AddBackChannelLogout("third", o => (o.ClientId, o.CookieScheme, o.RequireLogoutTokenType) = ("third-client", "third", true));
            },
            map: app =>
            {
                app.MapBackChannelLogout();
                app.MapBackChannelLogout("/second-only", "second");
            });
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    [Trait("Row", "A-104"), Trait("Row", "A-107")]
    public async Task Each_issuer_is_checked_with_its_own_keys()
    {
        // The other issuer's name, signed by ours: with our kid, and with theirs.
        await Verdicts.AssertAcceptedAsync(await _host.PostAsync(_second.LogoutToken(DoorHost.ClientId).Build()));
        await _host.RefusedAsync(UnknownKey, t => t.With("iss", _second.Issuer).Build());
        await _host.RefusedAsync(Signature, t => t.With("iss", _second.Issuer).WithHeader("kid", _second.SigningKey.KeyId).Build());
        await _host.RefusedAsync(UnknownKey, t => t.SignedBy(_second.SigningKey).Build());
    }

    [Fact]
    [Trait("Row", "A-174"), Trait("Row", "A-175")]
    public async Task The_same_jti_of_another_issuer_or_client_is_another_token()
    {
        await Verdicts.AssertAcceptedAsync(await _host.PostAsync(_host.Token().With("jti", "same").Build()));
        await Verdicts.AssertAcceptedAsync(await _host.PostAsync(_second.LogoutToken(DoorHost.ClientId).With("jti", "same").Build()));
        await Verdicts.AssertAcceptedAsync(await _host.PostAsync(_host.Provider.LogoutToken("third-client").With("jti", "same").Build()));
        Assert.Equal((3, 0), (_host.Metrics.Accepted, _host.Metrics.Repeated));
    }

    [Fact]
    [Trait("Row", "A-114")]
    public async Task Each_client_has_rules_of_its_own()
    {
        await _host.AcceptedAsync(t => t.WithHeader("typ", "JWT").Build());
        var third = _host.Provider.LogoutToken("third-client");
        await Verdicts.AssertRefusedAsync(await _host.PostAsync(third.WithHeader("typ", "JWT").Build()));
        await Verdicts.AssertAcceptedAsync(await _host.PostAsync(third.Build()));
        await Verdicts.AssertRefusedAsync(await _host.PostAsync(_second.LogoutToken("third-client").Build()));
    }

    [Fact]
    public async Task A_provider_that_was_never_heard_of_does_not_stand_before_one_that_is_named()
    {
        await using var host = await DoorHost.StartAsync(
            o => (o.Authority, o.MetadataAddress) = (null, "http://127.0.0.1:1/.well-known/openid-configuration"),
            authentication: a =>
            {
                a.AddCookie("second", o => o.Cookie.Name = "second");
                a.AddBackChannelLogout("second", o => (o.Authority, o.ClientId, o.CookieScheme) = (_second.Issuer, DoorHost.ClientId, "second"));
            });
        await Verdicts.AssertAcceptedAsync(await host.PostAsync(_second.LogoutToken(DoorHost.ClientId).With("iat", host.Clock.GetUtcNow().ToUnixTimeSeconds()).Build()));
    }

    [Fact]
    public async Task An_endpoint_for_one_registration_takes_no_other()
    {
        using var ours = await _host.Http.PostAsync("/second-only", new FormUrlEncodedContent([new("logout_token", _host.Token().Build())]));
        Assert.Equal(HttpStatusCode.BadRequest, ours.StatusCode);
        using var theirs = await _host.Http.PostAsync("/second-only", new FormUrlEncodedContent([new("logout_token", _second.LogoutToken(DoorHost.ClientId).Build())]));
        Assert.Equal(HttpStatusCode.OK, theirs.StatusCode);
    }

    [Fact]
    public void An_endpoint_for_a_registration_that_does_not_exist_stops_the_start()
    {
        var error = Assert.Throws<InvalidOperationException>(() => _host.App.MapBackChannelLogout("/x", "secnd"));
        Assert.Contains("\"second\"", error.Message, StringComparison.Ordinal);
    }
}
