using System.Net;
using System.Text.Json;

using Xunit;

namespace IdentityHost.Tests.Provider;

public sealed class DiscoveryTests(ProviderHost host) : ProviderTest(host)
{
    private async Task<JsonElement> DocumentAsync() => (await NewBrowser().GetAsync("/.well-known/openid-configuration")).Json;

    [Fact]
    public async Task The_document_names_the_issuer_exactly_and_every_endpoint_below_it()
    {
        var document = await DocumentAsync();
        Assert.Equal(ProviderHost.Issuer, document.GetProperty("issuer").GetString());
        foreach (var name in new[] { "authorization", "token", "userinfo", "end_session", "revocation", "introspection" })
            Assert.StartsWith($"{ProviderHost.Issuer}/connect/", document.GetProperty($"{name}_endpoint").GetString());
        Assert.StartsWith(ProviderHost.Issuer, document.GetProperty("jwks_uri").GetString());
    }

    [Fact]
    public async Task A_spoofed_host_changes_no_address()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration");
        request.Headers.Host = "evil.test";
        request.Headers.Add("X-Forwarded-Host", "evil.test");
        var answer = await NewBrowser().SendAsync(request);
        Assert.DoesNotContain("evil", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backchannel_logout_supported")]
    [InlineData("backchannel_logout_session_supported")]
    [InlineData("frontchannel_logout_supported")]
    [InlineData("frontchannel_logout_session_supported")]
    [InlineData("authorization_response_iss_parameter_supported")]
    public async Task The_document_promises(string what)
        => Assert.Equal(JsonValueKind.True, (await DocumentAsync()).GetProperty(what).ValueKind);

    [Fact]
    public async Task Only_S256_and_code_and_nothing_that_is_not_there()
    {
        var document = await DocumentAsync();
        Assert.Equal(["S256"], Strings(document, "code_challenge_methods_supported"));
        Assert.Equal(["code"], Strings(document, "response_types_supported"));
        Assert.Equal(["query", "form_post"], Strings(document, "response_modes_supported"));
        Assert.Equal(["authorization_code", "refresh_token", "client_credentials"], Strings(document, "grant_types_supported"));
        Assert.Contains("RS256", Strings(document, "id_token_signing_alg_values_supported"));
        Assert.Equal(["client_secret_basic", "client_secret_post", "none"], Strings(document, "token_endpoint_auth_methods_supported"));
        Assert.Equal(["client_secret_basic", "client_secret_post"], Strings(document, "introspection_endpoint_auth_methods_supported"));
        Assert.Contains("none", Strings(document, "revocation_endpoint_auth_methods_supported"));
        Assert.Contains("orders.read", Strings(document, "scopes_supported"));
        Assert.False(document.TryGetProperty("pushed_authorization_request_endpoint", out _));
        Assert.False(document.TryGetProperty("check_session_iframe", out _));
    }

    [Fact]
    public async Task Keys_have_distinct_ids_and_no_private_part()
    {
        var answer = await NewBrowser().GetAsync("/.well-known/openid-configuration/jwks");
        var keys = answer.Json.GetProperty("keys").EnumerateArray().ToList();
        Assert.Equal(keys.Count, keys.Select(key => key.GetProperty("kid").GetString()).Distinct().Count());
        Assert.Contains(keys, key => key.GetProperty("alg").GetString() == "RS256" && key.GetProperty("n").GetString()!.Length >= 342);
        Assert.Contains(keys, key => key.GetProperty("alg").GetString() == "ES256" && key.GetProperty("crv").GetString() == "P-256");
        Assert.All(keys, key =>
        {
            Assert.Equal("sig", key.GetProperty("use").GetString());
            Assert.False(key.TryGetProperty("d", out _));
        });
    }

    [Fact]
    public async Task Keys_may_be_cached_for_less_than_a_new_key_waits()
    {
        var answer = await NewBrowser().GetAsync("/.well-known/openid-configuration/jwks");
        Assert.Equal("public, max-age=3600", answer.Header("Cache-Control"));
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/openid-configuration/jwks")]
    public async Task Every_page_may_read(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", "https://anywhere.test");
        var answer = await NewBrowser().SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("*", answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal("application/json", answer.Response.Content.Headers.ContentType?.MediaType);
    }

    private static string[] Strings(JsonElement document, string name)
        => [.. document.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];
}
