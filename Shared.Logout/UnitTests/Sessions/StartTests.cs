using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>Settings that cannot work stop the host with a sentence that says what to change.</summary>
public sealed class StartTests
{
    public static TheoryData<string, Action<BackChannelLogoutOptions>, string[]> Faults { get; } = new()
    {
        { "scheme", it => it.CookieScheme = "nope", ["CookieScheme is 'nope'", "Set it to one of: Cookies"] },
        { "external", it => it.ExternalCookieScheme = "nope", ["ExternalCookieScheme is 'nope'"] },
        { "external twin", it => it.ExternalCookieScheme = "Cookies", ["are both 'Cookies'"] },
        { "client", it => it.ClientId = "", ["ClientId is not set", "OpenIdConnect:ClientId"] },
        { "authority", it => it.Authority = null, ["Authority is not set", "OpenIdConnect:Authority"] },
        { "http", it => it.Authority = "http://op.example", ["'http://op.example', without https", "RequireHttpsMetadata"] },
        { "relative", it => it.Authority = "op.example", ["not an absolute"] },
        { "none", it => it.SigningAlgorithms.Add("none"), ["contains 'none'"] },
        { "hmac", it => it.SigningAlgorithms.Add("HS256"), ["contains 'HS256'"] },
        { "public key", it => it.DecryptionKeys.Add(new RsaSecurityKey(RSA.Create(2048).ExportParameters(false))), ["a RsaSecurityKey that cannot decrypt"] },
        { "public key object", it => it.DecryptionKeys.Add(new RsaSecurityKey(RSA.Create(RSA.Create(2048).ExportParameters(false)))), ["a RsaSecurityKey that cannot decrypt"] },
        { "shared secret", it => it.DecryptionKeys.Add(new SymmetricSecurityKey(new byte[32])), ["a SymmetricSecurityKey that cannot decrypt"] },
        { "skew", it => it.ClockSkew = TimeSpan.FromMinutes(6), ["ClockSkew is 00:06:00", "counts days"] },
        { "negative", it => it.MaxStaleness = TimeSpan.FromSeconds(-1), ["MaxStaleness is -00:00:01"] },
        { "age", it => it.MaxTokenAge = TimeSpan.FromDays(10), ["MaxTokenAge is 10.00:00:00"] },
        { "age below skew", it => it.MaxTokenAge = TimeSpan.FromSeconds(30), ["less than the ClockSkew"] },
        { "cool-down", it => it.KeyRefreshCooldown = TimeSpan.Zero, ["KeyRefreshCooldown is 00:00:00"] },
        { "lifetime", it => it.RevocationLifetime = TimeSpan.FromDays(14), ["RevocationLifetime is 14.00:00:00", "'Cookies' cookie lives 14.00:00:00", "Raise RevocationLifetime to 14.00:06:00"] },
    };

    [Theory, MemberData(nameof(Faults))]
    public async Task A_setting_that_cannot_work_stops_the_host(string what, Action<BackChannelLogoutOptions> change, string[] sentences)
    {
        Assert.NotEmpty(what);
        var thrown = await Assert.ThrowsAsync<OptionsValidationException>(() => SessionApp.StartAsync(change));
        Assert.All(sentences, it => Assert.Contains(it, thrown.Message, StringComparison.Ordinal));
        Assert.Single(thrown.Failures);
    }

    [Theory]
    [InlineData(SessionApp.Issuer, null), InlineData(null, SessionApp.Issuer + "/.well-known/openid-configuration")]
    public async Task Two_registrations_of_one_issuer_and_client_stop_the_host(string? issuer, string? metadata)
    {
        var thrown = await Assert.ThrowsAsync<OptionsValidationException>(() => SessionApp.StartAsync(
            authentication: it => it.AddBackChannelLogout("twin", o => (o.Authority, o.Issuer, o.MetadataAddress) = (issuer, issuer, metadata))));
        Assert.Contains("BackChannelLogout and BackChannelLogout:twin both name the provider", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cookie_that_lives_for_ever_stops_the_host()
    {
        var thrown = await Assert.ThrowsAsync<OptionsValidationException>(() => SessionApp.StartAsync(cookie: it => it.ExpireTimeSpan = TimeSpan.FromDays(36500)));
        Assert.Contains("Storage would only ever grow", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calling_it_twice_adds_options_and_nothing_else()
    {
        await using var app = await SessionApp.StartAsync(authentication: it => it.AddBackChannelLogout(o => o.MaxTokenAge = TimeSpan.FromMinutes(7)));
        var registrations = app.App.Services.GetRequiredService<Configuration.ILogoutRegistrations>();
        Assert.Equal(TimeSpan.FromMinutes(7), Assert.Single(registrations.All).MaxTokenAge);
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        await app.LogoutAsync(sid: "s1");
        Assert.False(await browser.IsSignedIn());
    }

    [Fact]
    public async Task A_registration_lives_for_one_cookie_life_and_what_may_be_added_to_it()
    {
        await using var app = await SessionApp.StartAsync(cookie: it => it.ExpireTimeSpan = TimeSpan.FromHours(8));
        var registration = Assert.Single(app.App.Services.GetRequiredService<Configuration.ILogoutRegistrations>().All);
        Assert.Equal(TimeSpan.FromHours(8) + TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(60), registration.RevocationLifetime);
        Assert.Equal(CookieAuthenticationDefaults.AuthenticationScheme, registration.CookieScheme);
    }
}
