using System.Net;

using Xunit;

namespace IdentityHost.Tests.Provider;

public sealed class IntrospectionTests(ProviderHost host) : ProviderTest(host)
{
    [Theory]
    [InlineData("orders", "wrong")]
    [InlineData("nobody", "orders-secret")]
    [InlineData("off", "off-secret")]
    [InlineData(null, null)]
    public async Task A_caller_that_cannot_prove_itself_is_401_and_learns_nothing(string? id, string? secret)
    {
        var (_, tokens) = await TokensAsync();
        var answer = await PostAsync("/connect/introspect", new() { ["token"] = tokens.Text("access_token") }, id, secret);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("invalid_client", answer.Error);
        Assert.False(answer.Has("active"));
    }

    [Fact]
    public async Task A_public_client_cannot_ask()
    {
        var (_, tokens) = await TokensAsync("spa");
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync("/connect/introspect", new() { ["token"] = tokens.Text("access_token"), ["client_id"] = "spa" })).Status);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("jwt")]
    public async Task An_active_token_is_described_to_its_API(string client)
    {
        var (_, tokens) = await TokensAsync(client, "openid profile orders.read");
        var answer = await IntrospectAsync(tokens.Text("access_token"));
        Assert.True(answer.Json.GetProperty("active").GetBoolean());
        Assert.Equal("orders.read", answer.Text("scope"));      // its own scopes only
        Assert.Equal(client, answer.Text("client_id"));
        Assert.Equal(ProviderHost.Alice, answer.Text("sub"));
        Assert.Equal(ProviderHost.Issuer, answer.Text("iss"));
        Assert.Equal("orders", answer.Text("aud"));
        Assert.Equal("Bearer", answer.Text("token_type"));
        Assert.Equal(tokens.Claims("id_token").GetProperty("sid").GetString(), answer.Text("sid"));
        Assert.Equal(answer.Json.GetProperty("iat").GetInt64() + 3600, answer.Json.GetProperty("exp").GetInt64());
        Assert.True(answer.Has("jti"));
        Assert.Equal(2, answer.Json.GetProperty("role").GetArrayLength());
        Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal("application/json", answer.Response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("jwt")]
    public async Task The_token_of_an_ended_session_is_inactive_at_once_and_nothing_more_is_said(string client)
    {
        var (_, tokens) = await TokensAsync(client);
        Assert.True(await IsActiveAsync(tokens.Text("access_token")));
        await EndSessionAsync(tokens.Claims("id_token").GetProperty("sid").GetString()!);
        var answer = await IntrospectAsync(tokens.Text("access_token"));
        Assert.Equal("{\"active\":false}", answer.Body);
    }

    [Theory]
    [InlineData("made-up")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    [InlineData("Bearer x")]
    [InlineData("\u00fc\ud83d\ude00")]
    public async Task An_unknown_or_malformed_token_is_inactive(string token)
    {
        var answer = await IntrospectAsync(token);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("{\"active\":false}", answer.Body);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("jwt")]
    public async Task An_expired_token_is_inactive(string client)
    {
        var (_, tokens) = await TokensAsync(client);
        Host.Time.Advance(TimeSpan.FromSeconds(3601));
        Assert.False(await IsActiveAsync(tokens.Text("access_token")));
    }

    [Theory]
    [InlineData("web")]
    [InlineData("jwt")]
    public async Task The_token_of_a_disabled_person_is_inactive(string client)
    {
        var users = Host.Get<Users.IUsers>();
        var carol = await users.FindOrCreateExternalAsync("https://up.test", $"carol-{client}", "Carol", null, CancellationToken.None);
        var (_, tokens) = await TokensAsync(client, "openid orders.read", carol.Sub);
        Assert.True(await IsActiveAsync(tokens.Text("access_token")));
        await users.SetDisabledAsync(carol.Sub, true, "admin-sub", CancellationToken.None);
        Assert.False(await IsActiveAsync(tokens.Text("access_token")));
    }

    [Theory]
    [InlineData("web")]
    [InlineData("jwt")]
    public async Task A_token_for_another_API_or_client_is_inactive(string client)
    {
        var (_, tokens) = await TokensAsync(client);
        Assert.False(await IsActiveAsync(tokens.Text("access_token"), "billing"));
        Assert.False(await IsActiveAsync(tokens.Text("access_token"), "lax"));
        Assert.True(await IsActiveAsync(tokens.Text("access_token")));
    }

    [Fact]
    public async Task A_client_may_ask_about_its_own_tokens()
    {
        var (_, tokens) = await TokensAsync("web", "openid orders.read offline_access");
        Assert.True(await IsActiveAsync(tokens.Text("access_token"), "web"));
        Assert.True(await IsActiveAsync(tokens.Text("refresh_token"), "web"));
        Assert.False(await IsActiveAsync(tokens.Text("refresh_token"), "lax"));
        Assert.False(await IsActiveAsync(tokens.Text("refresh_token"), "orders"));      // refresh tokens are no API's business
    }

    [Theory]
    [InlineData("web", false)]
    [InlineData("forever", true)]
    public async Task After_a_logout_a_refresh_token_is_active_only_where_the_client_may_outlive_it(string client, bool active)
    {
        var (_, tokens) = await TokensAsync(client, "openid orders.read offline_access");
        await EndSessionAsync(tokens.Claims("id_token").GetProperty("sid").GetString()!);
        Assert.Equal(active, await IsActiveAsync(tokens.Text("refresh_token"), client));
        Assert.Equal(active, await IsActiveAsync(tokens.Text("access_token")));
    }

    [Fact]
    public async Task A_used_refresh_token_is_inactive()
    {
        var (_, tokens) = await TokensAsync("web", "openid offline_access");
        await TokenAsync(Refresh(tokens.Text("refresh_token")));
        Assert.False(await IsActiveAsync(tokens.Text("refresh_token"), "web"));
    }

    [Theory]
    [InlineData("refresh_token")]
    [InlineData("access_token")]
    [InlineData("nonsense")]
    public async Task Any_hint_is_fine(string hint)
    {
        var (_, tokens) = await TokensAsync("web", "openid orders.read offline_access");
        foreach (var token in new[] { tokens.Text("access_token"), tokens.Text("refresh_token") })
        {
            var answer = await PostAsync("/connect/introspect", new() { ["token"] = token, ["token_type_hint"] = hint }, "web", "web-secret");
            Assert.True(answer.Json.GetProperty("active").GetBoolean());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("token=")]
    [InlineData("token=a&token=b")]
    [InlineData("token=%00")]
    public async Task A_missing_or_repeated_token_is_400(string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/connect/introspect")
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.Authorization = Basic("orders", "orders-secret");
        var answer = await NewBrowser().SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("invalid_request", answer.Error);
    }

    [Fact]
    public async Task GET_is_not_allowed_so_that_tokens_stay_out_of_logs()
    {
        var answer = await NewBrowser().GetAsync("/connect/introspect?token=x");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
        Assert.Equal("POST", answer.Header("Allow"));
    }

    [Fact]
    public async Task Handles_are_random_and_the_database_holds_only_their_hashes()
    {
        var (_, tokens) = await TokensAsync("web", "openid offline_access");
        await using var connection = await Host.Get<Data.IDatabase>().OpenAsync(CancellationToken.None);
        foreach (var (table, name) in new[] { ("access_tokens", "access_token"), ("refresh_tokens", "refresh_token") })
        {
            var handle = tokens.Text(name);
            Assert.Equal(43, handle.Length);    // 256 bits
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT COUNT(*) FROM {table} WHERE token_hash = '{handle}'";
            Assert.Equal(0L, Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture));
            command.CommandText = $"SELECT COUNT(*) FROM {table} WHERE token_hash = '{Pkce.Challenge(handle)}'";    // SHA-256, base64url
            Assert.Equal(1L, Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private Task<Answer> IntrospectAsync(string token) => PostAsync("/connect/introspect", new() { ["token"] = token }, "orders", "orders-secret");
}
