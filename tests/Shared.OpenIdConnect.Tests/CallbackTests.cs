using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Shared.OpenIdConnect.SignIn;
using Shared.OpenIdConnect.Tests.Infra;

namespace Shared.OpenIdConnect.Tests;

/// <summary>Rows D-077 to D-082 and D-088: the answer at the callback.</summary>
public sealed class CallbackTests(SharedProvider shared) : IClassFixture<SharedProvider>, IDisposable
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
    [InlineData("iss", "https://evil.test", SignInError.IssuerMismatch)]
    [InlineData("iss", "{issuer}/", SignInError.IssuerMismatch)]
    [InlineData("iss", "{ISSUER}", SignInError.IssuerMismatch)]
    [InlineData("iss", null, SignInError.IssuerMissing)]
    [InlineData("state", null, SignInError.StateMissing)]
    [InlineData("state", "garbage", SignInError.StateInvalid)]
    [InlineData("code", null, SignInError.CodeMissing)]
    [InlineData("error", "temporarily_unavailable", SignInError.ProviderError)]
    [InlineData("error", "access_denied", SignInError.AccessDenied)]
    [InlineData("error", "x\r\nWarning forged: line", SignInError.ProviderError)]
    public async Task A_broken_answer_signs_nobody_in_and_its_code_goes_nowhere(string parameter, string? value, object reason)
    {
        _provider.Answer = answer =>
        {
            answer.RemoveAll(p => p.Key == parameter);
            if (value is not null)
                answer.Add(new(parameter, value.Replace("{issuer}", _provider.Issuer, StringComparison.Ordinal).Replace("{ISSUER}", _provider.Issuer.ToUpperInvariant(), StringComparison.Ordinal)));
        };

        var page = await _browser.OpenAsync(_app.Address + "/me");

        Assert.Equal((SignInError)reason, _app.Reason);
        await RefusedAsync(page, (SignInError)reason == SignInError.AccessDenied ? HttpStatusCode.Forbidden : HttpStatusCode.BadRequest);
        Assert.DoesNotContain(_app.Log.All, line => line.Contains("\nWarning forged", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("state")]
    [InlineData("code")]
    [InlineData("error")]
    public async Task A_parameter_that_stands_twice_is_refused(string parameter)
    {
        _provider.Answer = answer =>
        {
            var value = answer.Find(p => p.Key == parameter).Value ?? "access_denied";
            answer.RemoveAll(p => p.Key == parameter);
            answer.AddRange([new(parameter, value), new(parameter, value)]);
        };

        var page = await _browser.OpenAsync(_app.Address + "/me");

        Assert.Equal(SignInError.RepeatedParameter, _app.Reason);
        await RefusedAsync(page, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_issuer_of_an_error_is_checked_too()
    {
        _provider.Answer = answer =>
        {
            answer.RemoveAll(p => p.Key is "iss" or "code");
            answer.AddRange([new("iss", "https://evil.test"), new("error", "access_denied")]);
        };

        await _browser.OpenAsync(_app.Address + "/me");

        Assert.Equal(SignInError.IssuerMismatch, _app.Reason);
    }

    [Fact]
    public async Task Without_the_announcement_no_iss_is_needed_but_a_wrong_one_is_refused()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.Discovery = document => document.Remove("authorization_response_iss_parameter_supported");
        provider.Answer = answer => answer.RemoveAll(p => p.Key == "iss");
        await using var app = await RelyingParty.StartAsync(provider);
        await _browser.OpenAsync(app.Address + "/me");
        Assert.Equal("alice-1", await app.WhoAsync(_browser));

        provider.Answer = answer => answer[^1] = new("iss", "https://evil.test");
        await _browser.OpenAsync(app.Address + "/login?to=/me");

        Assert.Equal(SignInError.IssuerMismatch, app.Reason);
    }

    [Fact]
    public async Task An_answer_in_another_browser_is_refused()
    {
        var stopped = await _browser.OpenAsync(_app.Address + "/me", IsCallback);
        using var victim = new TestBrowser();

        var page = await victim.OpenAsync(stopped.Location!.AbsoluteUri);

        Assert.Equal((SignInError.OtherBrowser, HttpStatusCode.BadRequest), (_app.Reason, page.Status));
        Assert.Equal("nobody", await _app.WhoAsync(victim));
        Assert.DoesNotContain("/token", _provider.Requests);
    }

    [Fact]
    public async Task An_answer_is_good_once()
    {
        var stopped = await _browser.OpenAsync(_app.Address + "/me", IsCallback);
        await _browser.OpenAsync(stopped.Location!.AbsoluteUri);

        var again = await _browser.OpenAsync(stopped.Location!.AbsoluteUri);

        Assert.Equal((SignInError.OtherBrowser, HttpStatusCode.BadRequest), (_app.Reason, again.Status));
        Assert.Equal(1, _provider.Count("/token"));
        Assert.Equal("alice-1", await _app.WhoAsync(_browser)); // and the session of the first is untouched
    }

    [Theory]
    [InlineData(true, SignInError.CodeRefused)]
    [InlineData(false, SignInError.TokenNonce)]
    public async Task Two_sign_ins_of_one_browser_cannot_be_swapped(bool pkceAtTheProvider, object reason)
    {
        _provider.CheckPkce = pkceAtTheProvider;
        var first = await _browser.OpenAsync(_app.Address + "/me?n=1", IsCallback);
        var second = await _browser.OpenAsync(_app.Address + "/me?n=2", IsCallback);
        var (one, two) = (QueryHelpers.ParseQuery(first.Location!.Query), QueryHelpers.ParseQuery(second.Location!.Query));
        one["code"] = two["code"];

        var page = await _browser.OpenAsync(QueryHelpers.AddQueryString(_app.Address + "/signin-oidc", one));

        Assert.Equal((SignInError)reason, _app.Reason);
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal("nobody", await _app.WhoAsync(_browser));
    }

    [Fact]
    public async Task Two_sign_ins_of_one_browser_may_both_be_finished()
    {
        var first = await _browser.OpenAsync(_app.Address + "/me?n=1", IsCallback);
        var second = await _browser.OpenAsync(_app.Address + "/me?n=2", IsCallback);

        var two = await _browser.OpenAsync(second.Location!.AbsoluteUri);
        var one = await _browser.OpenAsync(first.Location!.AbsoluteUri);

        Assert.Equal(("/me?n=2", "/me?n=1"), (two.Address.PathAndQuery, one.Address.PathAndQuery));
    }

    [Fact]
    public async Task A_wrong_client_secret_is_said_to_the_engineer_and_not_to_the_person()
    {
        await using var app = await RelyingParty.StartAsync(_provider, options => options.ClientSecret = "wrong");

        var page = await _browser.OpenAsync(app.Address + "/me");

        Assert.Equal((SignInError.ClientRefused, HttpStatusCode.BadRequest), (app.Reason, page.Status));
        Assert.Contains(app.Log.All, line => line.Contains("OpenIdConnect:ClientSecret", StringComparison.Ordinal));
        Assert.DoesNotContain("ClientSecret", page.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id_token", null)]
    [InlineData("access_token", null)]
    [InlineData("token_type", "DPoP")]
    public async Task A_token_answer_that_lacks_something_signs_nobody_in(string member, string? value)
    {
        _provider.TokenAnswer = answer => answer[member] = value;

        await RefusedAsync(await _browser.OpenAsync(_app.Address + "/me"), HttpStatusCode.BadRequest, redeemed: true);

        Assert.Equal(SignInError.TokenResponse, _app.Reason);
    }

    private static bool IsCallback(Uri next) => next.AbsolutePath == "/signin-oidc";

    private async Task RefusedAsync(TestPage page, HttpStatusCode status, bool redeemed = false)
    {
        Assert.Equal((status, "text/html"), (page.Status, page.MediaType));
        Assert.Equal("no-store", page.Header("Cache-Control"));
        Assert.Equal("Try again", page.Text("a"));
        Assert.DoesNotContain("Exception", page.Body, StringComparison.Ordinal);
        Assert.Equal(redeemed ? 1 : 0, _provider.Count("/token"));
        Assert.Equal("nobody", await _app.WhoAsync(_browser));
        Assert.Contains(_app.Log.All, line => line.StartsWith($"Warning SignInRefused: Sign-in refused: {_app.Reason}.", StringComparison.Ordinal));
    }
}
