using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

using IdentityHost.Provider;

using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>
/// Rows: a logout token opens nothing, wherever somebody presents it; at the end of a session that is one of
/// <see cref="EndSessionRefusalTests"/>. Each time the same claims under the right type work.
/// </summary>
public sealed class LogoutTokenMisuseTests(ProviderHost host) : ProviderTest(host)
{
    [Fact]
    public async Task As_a_bearer_token_at_userinfo_it_is_401_invalid_token()
    {
        var (_, tokens) = await TokensAsync("jwt");
        var accessToken = tokens.Claims("access_token");

        var answer = await UserInfoAsync(await SignAsync("logout+jwt", accessToken));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Contains("error=\"invalid_token\"", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.DoesNotContain("alice", answer.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await UserInfoAsync(await SignAsync("at+jwt", accessToken))).Status);     // it was the type
    }

    [Fact]
    public async Task At_introspection_it_is_inactive_and_nothing_more_is_said()
    {
        var (_, tokens) = await TokensAsync("jwt");
        var accessToken = tokens.Claims("access_token");

        var answer = await PostAsync("/connect/introspect", new() { ["token"] = await SignAsync("logout+jwt", accessToken) }, "orders", "orders-secret");

        Assert.Equal((HttpStatusCode.OK, "{\"active\":false}"), (answer.Status, answer.Body));
        Assert.True(await IsActiveAsync(await SignAsync("at+jwt", accessToken)));
    }

    [Fact]
    public async Task As_a_hint_at_authorize_it_is_an_error_and_never_a_code()
    {
        var (browser, tokens) = await TokensAsync();
        var idToken = tokens.Claims("id_token");
        var request = Authorization();
        request["id_token_hint"] = await SignAsync("logout+jwt", idToken);

        var answer = await AuthorizeAsync(browser, request);

        Assert.Equal("invalid_request", answer.Query["error"]);
        Assert.False(answer.Query.ContainsKey("code"));
        request["id_token_hint"] = await SignAsync("JWT", idToken);
        Assert.True((await AuthorizeAsync(browser, request)).Query.ContainsKey("code"));
    }

    [Fact]
    public async Task As_a_clients_assertion_it_is_401_invalid_client_and_the_code_stays_good()
    {
        var (browser, tokens) = await TokensAsync("told");
        var sid = tokens.Claims("id_token").GetProperty("sid").GetString()!;
        await EndSessionAsync(sid);
        var logoutToken = await Host.Receiver.TokenAsync("told", sid);      // a genuine one, which that client really holds
        await browser.SignInAsync();
        var form = Redemption(await CodeAsync(browser, "told"), "told");
        var secret = form["client_secret"];
        form["client_secret"] = null;
        form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        form["client_assertion"] = logoutToken;

        var answer = await TokenAsync(form);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("invalid_client", answer.Error);
        (form["client_assertion_type"], form["client_assertion"], form["client_secret"]) = (null, null, secret);
        Assert.Equal(HttpStatusCode.OK, (await TokenAsync(form)).Status);
    }

    /// <summary>These claims with the event that makes a logout token, signed by the provider itself.</summary>
    private async Task<string> SignAsync(string type, JsonElement claims)
    {
        var payload = JsonNode.Parse(claims.GetRawText())!.AsObject();
        if (type == "logout+jwt")
        {
            payload["events"] = new JsonObject { ["http://schemas.openid.net/event/backchannel-logout"] = new JsonObject() };
            payload.Remove("nonce");
        }

        return await Host.Get<ITokenSigner>().SignAsync("RS256", type, Encoding.UTF8.GetBytes(payload.ToJsonString()), CancellationToken.None);
    }
}
