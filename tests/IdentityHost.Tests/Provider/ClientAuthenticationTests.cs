using System.Net;
using System.Net.Http.Headers;
using System.Text;

using Xunit;

namespace IdentityHost.Tests.Provider;

public sealed class ClientAuthenticationTests(ProviderHost host) : ProviderTest(host)
{
    [Theory]
    [InlineData("web")]
    [InlineData("jwt")]     // a secret that must be encoded to pass through the header
    [InlineData("es")]      // configured as a hash
    public async Task Basic_authentication_works(string client)
    {
        var form = await FormAsync(client);
        (form["client_id"], form["client_secret"]) = (null, null);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("/connect/token", form, client, Secret(client))).Status);
    }

    [Fact]
    public async Task A_public_client_names_itself_and_has_no_secret()
        => Assert.Equal(HttpStatusCode.OK, (await TokenAsync(await FormAsync("spa"))).Status);

    [Theory]
    [InlineData("web", "wrong")]
    [InlineData("nobody", "web-secret")]
    [InlineData("off", "off-secret")]
    [InlineData("es", "sha256:")]
    public async Task Basic_authentication_that_fails_is_401_with_a_challenge(string id, string secret)
    {
        var form = await FormAsync("web");
        (form["client_id"], form["client_secret"]) = (null, null);
        var answer = await PostAsync("/connect/token", form, id, secret);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("invalid_client", answer.Error);
        Assert.StartsWith("Basic", answer.Header("WWW-Authenticate"));
        Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("/connect/token", form, "web", "web-secret")).Status);     // the code is untouched
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("web", null)]
    [InlineData("web", "wrong")]
    [InlineData("spa", "guessed")]
    public async Task Posted_credentials_that_fail_are_401(string? id, string? secret)
    {
        var form = await FormAsync("web");
        (form["client_id"], form["client_secret"]) = (id, secret);
        var answer = await TokenAsync(form);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("invalid_client", answer.Error);
    }

    [Fact]
    public async Task Two_methods_at_once_are_an_invalid_request()
    {
        var answer = await PostAsync("/connect/token", await FormAsync("web"), "web", "web-secret");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("invalid_request", answer.Error);
    }

    [Fact]
    public async Task The_same_client_id_may_stand_beside_the_header_and_another_may_not()
    {
        var form = await FormAsync("web");
        (form["client_id"], form["client_secret"]) = ("jwt", null);
        Assert.Equal("invalid_request", (await PostAsync("/connect/token", form, "web", "web-secret")).Error);
        form["client_id"] = "web";
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("/connect/token", form, "web", "web-secret")).Status);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Basic d2Vi")]      // no colon
    [InlineData("Bearer abc")]
    [InlineData("nonsense")]
    public async Task A_header_that_cannot_be_read_is_401(string header)
    {
        var form = await FormAsync("web");
        (form["client_id"], form["client_secret"]) = (null, null);
        var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token") { Content = Browser.Form(form) };
        request.Headers.TryAddWithoutValidation("Authorization", header);
        var answer = await NewBrowser().SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("invalid_client", answer.Error);
    }

    [Fact]
    public async Task A_library_that_forgets_to_encode_its_secret_gets_in_where_that_is_the_same()
    {
        var form = await FormAsync("web");
        (form["client_id"], form["client_secret"]) = (null, null);
        var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token") { Content = Browser.Form(form) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("web:web-secret")));
        Assert.Equal(HttpStatusCode.OK, (await NewBrowser().SendAsync(request)).Status);
    }

    private async Task<Dictionary<string, string?>> FormAsync(string client)
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        return Redemption(await CodeAsync(browser, client), client);
    }
}
