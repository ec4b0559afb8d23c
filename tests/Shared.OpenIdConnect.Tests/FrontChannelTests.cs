using System.Net;
using Shared.OpenIdConnect.Tests.Infra;

namespace Shared.OpenIdConnect.Tests;

/// <summary>Rows B-059 to B-064: the address that the provider loads in an iframe.</summary>
public sealed class FrontChannelTests(SharedProvider shared) : IClassFixture<SharedProvider>, IDisposable
{
    private readonly TestBrowser _browser = new();
    private readonly FakeProvider _provider = shared.Provider;
    private readonly RelyingParty _app = shared.App;

    public void Dispose()
    {
        shared.Straighten();
        _browser.Dispose();
    }

    [Theory]
    [InlineData("?iss={issuer}&sid=session-1", true)]
    [InlineData("?iss={issuer}&sid=other", false)]
    [InlineData("?iss={issuer}/&sid=session-1", false)]
    [InlineData("?iss=https://evil.test&sid=session-1", false)]
    [InlineData("?sid=session-1", false)]
    [InlineData("?iss={issuer}", false)]
    [InlineData("", false)]
    public async Task It_ends_the_session_that_it_names_and_no_other(string query, bool ends)
    {
        await _browser.OpenAsync(_app.Address + "/me");

        var page = await _browser.StepAsync(_app.Address + "/signout-oidc" + query.Replace("{issuer}", _provider.Issuer, StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.OK, "no-store"), (page.Status, page.Header("Cache-Control")));
        Assert.Equal($"default-src 'none'; frame-ancestors {_provider.Issuer}", page.Header("Content-Security-Policy"));
        Assert.Null(page.Header("X-Frame-Options"));
        Assert.Equal(ends ? "nobody" : "alice-1", await _app.WhoAsync(_browser));
    }

    [Fact]
    public async Task A_session_without_sid_ends_by_a_call_without_parameters()
    {
        _provider.IdToken = token => token.Claims.Remove("sid");
        await _browser.OpenAsync(_app.Address + "/me");
        await _browser.StepAsync($"{_app.Address}/signout-oidc?iss={_provider.Issuer}&sid=session-1");
        Assert.Equal("alice-1", await _app.WhoAsync(_browser));

        await _browser.StepAsync(_app.Address + "/signout-oidc");

        Assert.Equal("nobody", await _app.WhoAsync(_browser));
    }

    [Fact]
    public async Task A_session_that_is_gone_is_200_and_nobody_else_is_touched()
    {
        using var bystander = new TestBrowser();
        await bystander.OpenAsync(_app.Address + "/me");

        var page = await _browser.StepAsync($"{_app.Address}/signout-oidc?iss={_provider.Issuer}&sid=session-1");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("alice-1", await _app.WhoAsync(bystander));
    }

    [Fact]
    public async Task A_parameter_that_stands_twice_is_refused()
    {
        await _browser.OpenAsync(_app.Address + "/me");

        var page = await _browser.StepAsync($"{_app.Address}/signout-oidc?iss={_provider.Issuer}&sid=session-1&sid=session-1");

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal("alice-1", await _app.WhoAsync(_browser));
    }
}
