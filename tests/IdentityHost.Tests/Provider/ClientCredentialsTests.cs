using System.Net;

using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>Clients that act for themselves (RFC 6749 section 4.4).</summary>
public sealed class ClientCredentialsTests(ProviderHost host) : ProviderTest(host)
{
    private static Dictionary<string, string?> Request(string client = "script", string? scope = null) => new()
    {
        ["grant_type"] = "client_credentials",
        ["client_id"] = client,
        ["client_secret"] = Secret(client),
        ["scope"] = scope,
    };

    [Theory]
    [InlineData("script")]
    [InlineData("script-ref")]
    public async Task A_client_gets_a_token_for_its_APIs_and_neither_person_nor_session_nor_refresh_token(string client)
    {
        var answer = await TokenAsync(Request(client));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        Assert.Equal("orders.read", answer.Text("scope"));
        Assert.False(answer.Has("refresh_token"));
        Assert.False(answer.Has("id_token"));

        var described = await PostAsync("/connect/introspect", new() { ["token"] = answer.Text("access_token") }, "orders", "orders-secret");
        Assert.True(described.Json.GetProperty("active").GetBoolean(), described.Body);
        Assert.Equal(client, described.Text("sub"));
        Assert.Equal(client, described.Text("client_id"));
        Assert.False(described.Has("sid"));
        Assert.False(described.Has("role"));
    }

    [Fact]
    public async Task The_token_ends_with_its_lifetime_and_says_nothing_at_userinfo()
    {
        var token = (await TokenAsync(Request())).Text("access_token");
        Assert.NotEqual(HttpStatusCode.OK, (await UserInfoAsync(token)).Status);
        Host.Time.Advance(TimeSpan.FromSeconds(3601));
        Assert.False(await IsActiveAsync(token));
    }

    [Theory]
    [InlineData("script")]
    [InlineData("script-ref")]
    public async Task The_token_can_be_revoked(string client)
    {
        var token = (await TokenAsync(Request(client))).Text("access_token");
        await PostAsync("/connect/revocation", new() { ["token"] = token, ["client_id"] = client, ["client_secret"] = Secret(client) });
        Assert.False(await IsActiveAsync(token));
    }

    [Theory]
    [InlineData("web")]         // may not
    [InlineData("spa")]         // public: anybody could act for it
    public async Task A_client_without_the_grant_type_is_refused(string client)
    {
        var answer = await TokenAsync(Request(client));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("unauthorized_client", answer.Error);
        Assert.False(answer.Has("access_token"));
    }

    [Theory]
    [InlineData("openid")]                  // about a person, and there is none
    [InlineData("orders.read openid")]
    [InlineData("billing")]                 // an API that this client may not use
    [InlineData("made.up")]
    public async Task A_scope_that_is_not_of_its_APIs_is_refused(string scope)
    {
        var answer = await TokenAsync(Request("script", scope));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("invalid_scope", answer.Error);
        Assert.False(answer.Has("access_token"));
    }
}
