using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Shared.OpenIdConnect.Tests.Infra;

namespace Shared.OpenIdConnect.Tests;

/// <summary>RP-Initiated Logout from the application's side, and the way back.</summary>
public sealed class SignOutTests(SharedProvider shared) : IClassFixture<SharedProvider>, IDisposable
{
    private readonly TestBrowser _browser = new();
    private readonly FakeProvider _provider = shared.Provider;
    private readonly RelyingParty _app = shared.App;

    public void Dispose()
    {
        shared.Straighten();
        _provider.SignOutRequests.Clear();
        _browser.Dispose();
    }

    [Fact]
    public async Task Signing_out_ends_the_session_here_and_at_the_provider_and_comes_back()
    {
        await _browser.OpenAsync(_app.Address + "/me");

        var page = await _browser.PostAsync(_app.Address + "/logout?to=/who", []);

        Assert.Equal(("nobody", "/who"), (page.Body, page.Address.AbsolutePath));
        var asked = Assert.Single(_provider.SignOutRequests);
        Assert.Equal(("rp", _app.Address + "/signout-callback-oidc"), (asked["client_id"], asked["post_logout_redirect_uri"]));
        Assert.Equal(2, asked["id_token_hint"].Count(c => c == '.'));
    }

    [Fact]
    public async Task The_redirect_after_a_POST_is_303()
        => Assert.Equal(HttpStatusCode.SeeOther, (await _browser.PostAsync(_app.Address + "/logout", [], goOn: false)).Status);

    [Fact]
    public async Task A_long_hint_goes_as_a_form()
    {
        _provider.IdToken = token => token.Claims["groups"] = new string('g', 3000);
        var me = await _browser.OpenAsync(_app.Address + "/me");
        Assert.True(me.Status == HttpStatusCode.OK, me.Body + string.Join("\n", _app.Log.All));

        var form = await _browser.PostAsync(_app.Address + "/logout?to=/who", []);
        Assert.Equal((HttpStatusCode.OK, null), (form.Status, form.Header("Location")));
        var page = await _browser.SubmitAsync(form);

        Assert.Equal("nobody", page.Body);
        Assert.True(Assert.Single(_provider.SignOutRequests)["id_token_hint"].Length > 3000);
    }

    [Theory]
    [InlineData("https://evil.test/")]
    [InlineData("//evil.test/")]
    [InlineData("/\\evil.test/")]
    [InlineData("/\t/evil.test/")]
    public async Task Neither_sign_in_nor_sign_out_leads_elsewhere(string to)
    {
        var query = "?to=" + Uri.EscapeDataString(to);

        var signedIn = await _browser.OpenAsync(_app.Address + "/login" + query);
        var signedOut = await _browser.PostAsync(_app.Address + "/logout" + query, []);

        Assert.Equal((_app.Address + "/", _app.Address + "/"), (signedIn.Address.AbsoluteUri, signedOut.Address.AbsoluteUri));
        Assert.Contains(_app.Log.All, line => line.StartsWith("Warning ForeignReturnAddress", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?state=garbage")]
    [InlineData("?state=a&state=b")]
    public async Task Coming_back_with_garbage_leads_to_the_start_page(string query)
    {
        var page = await _browser.StepAsync(_app.Address + "/signout-callback-oidc" + query);

        Assert.Equal((HttpStatusCode.Redirect, _app.Address + "/"), (page.Status, page.Location!.AbsoluteUri));
    }

    [Fact]
    public async Task A_sign_in_state_does_not_sign_in_twice_by_way_of_the_sign_out_callback()
    {
        var stopped = await _browser.OpenAsync(_app.Address + "/me", next => next.AbsolutePath == "/signin-oidc");
        var state = QueryHelpers.ParseQuery(stopped.Location!.Query)["state"];

        var page = await _browser.StepAsync(QueryHelpers.AddQueryString(_app.Address + "/signout-callback-oidc", "state", state.ToString()));

        Assert.Equal(_app.Address + "/me", page.Location!.AbsoluteUri);
        Assert.Equal("nobody", await _app.WhoAsync(_browser));
    }

    [Fact]
    public async Task A_provider_without_sign_out_is_signed_out_of_here_only()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.Discovery = document => document.Remove("end_session_endpoint");
        await using var app = await RelyingParty.StartAsync(provider);
        await _browser.OpenAsync(app.Address + "/me");

        var page = await _browser.PostAsync(app.Address + "/logout?to=/who", []);

        Assert.Equal("nobody", page.Body);
        Assert.Contains(app.Log.All, line => line.StartsWith("Warning SignedOutHereOnly", StringComparison.Ordinal));
    }
}
