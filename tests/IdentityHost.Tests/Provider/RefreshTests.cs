using System.Net;

using Xunit;

namespace IdentityHost.Tests.Provider;

public sealed class RefreshTests(ProviderHost host) : ProviderTest(host)
{
    private const string Scope = "openid profile orders.read offline_access";

    [Fact]
    public async Task A_refresh_rotates_the_token_and_keeps_person_session_and_sign_in_time()
    {
        var (_, first) = await TokensAsync("web", Scope);
        Host.Time.Advance(TimeSpan.FromMinutes(2));
        var second = await RefreshAsync(first);
        Assert.NotEqual(first.Text("refresh_token"), second.Text("refresh_token"));
        Assert.NotEqual(first.Text("access_token"), second.Text("access_token"));
        var (before, after) = (first.Claims("id_token"), second.Claims("id_token"));
        foreach (var claim in new[] { "iss", "sub", "aud", "sid", "auth_time" })
            Assert.Equal(before.GetProperty(claim).ToString(), after.GetProperty(claim).ToString());
        Assert.True(after.GetProperty("iat").GetInt64() > before.GetProperty("iat").GetInt64());
        Assert.False(after.TryGetProperty("nonce", out _));
        Assert.Contains("no-store", second.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("spa")]
    public async Task A_token_used_again_after_the_grace_revokes_the_family(string client)
    {
        var (_, first) = await TokensAsync(client, Scope);
        var second = await RefreshAsync(first, client);
        Host.Time.Advance(TimeSpan.FromSeconds(11));
        AssertRefused(await TokenAsync(Refresh(first.Text("refresh_token"), client)));
        AssertRefused(await TokenAsync(Refresh(second.Text("refresh_token"), client)));
        Assert.False(await IsActiveAsync(second.Text("access_token")));
        Assert.False(await IsActiveAsync(first.Text("access_token")));
    }

    [Fact]
    public async Task Within_the_grace_a_lost_response_is_answered_with_the_same_successor()
    {
        var (_, first) = await TokensAsync("web", Scope);
        var lost = await RefreshAsync(first);
        var again = await RefreshAsync(first);
        Assert.Equal(lost.Text("refresh_token"), again.Text("refresh_token"));
        Assert.True(await IsActiveAsync(again.Text("access_token")));
        await RefreshAsync(again);      // the family lives
    }

    [Fact]
    public async Task Within_the_grace_but_after_the_successor_was_used_it_is_reuse()
    {
        var (_, first) = await TokensAsync("web", Scope);
        var third = await RefreshAsync(await RefreshAsync(first));
        AssertRefused(await TokenAsync(Refresh(first.Text("refresh_token"))));
        AssertRefused(await TokenAsync(Refresh(third.Text("refresh_token"))));
    }

    [Fact]
    public async Task Twenty_refreshes_at_once_agree_on_one_successor()
    {
        var (_, first) = await TokensAsync("web", Scope);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TokenAsync(Refresh(first.Text("refresh_token")))));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Single(answers.Select(answer => answer.Text("refresh_token")).Distinct());
        await RefreshAsync(answers[0]);
    }

    [Fact]
    public async Task Another_client_cannot_use_the_token_and_does_not_use_it_up()
    {
        var (_, first) = await TokensAsync("web", Scope);
        AssertRefused(await TokenAsync(Refresh(first.Text("refresh_token"), "jwt")));
        await RefreshAsync(first);
    }

    [Fact]
    public async Task A_refresh_after_the_session_ended_gives_nothing()
    {
        var (_, first) = await TokensAsync("web", Scope);
        await EndSessionAsync(first.Claims("id_token").GetProperty("sid").GetString()!);
        AssertRefused(await TokenAsync(Refresh(first.Text("refresh_token"))));
    }

    [Fact]
    public async Task A_refresh_in_flight_while_the_session_ends_leaves_no_usable_token()
    {
        for (var round = 0; round < 5; round++)
        {
            var (_, first) = await TokensAsync("web", Scope);
            var sid = first.Claims("id_token").GetProperty("sid").GetString()!;
            var refreshes = Enumerable.Range(0, 6).Select(_ => TokenAsync(Refresh(first.Text("refresh_token")))).ToList();
            await EndSessionAsync(sid);
            foreach (var answer in await Task.WhenAll(refreshes))
            {
                if (answer.Status != HttpStatusCode.OK)
                    continue;
                Assert.False(await IsActiveAsync(answer.Text("access_token")));
                AssertRefused(await TokenAsync(Refresh(answer.Text("refresh_token"))));
            }
        }
    }

    [Fact]
    public async Task A_grant_that_may_outlive_the_session_does()
    {
        var (_, first) = await TokensAsync("forever", Scope);
        var sid = first.Claims("id_token").GetProperty("sid").GetString()!;
        await EndSessionAsync(sid);
        var second = await TokenAsync(Refresh(first.Text("refresh_token"), "forever"));
        Assert.True(second.Status == HttpStatusCode.OK, second.Body);
        Assert.Equal(sid, second.Claims("id_token").GetProperty("sid").GetString());
        Assert.True(await IsActiveAsync(second.Text("access_token")));
        // An API that knows of ended sessions would refuse a token that names one.
        var described = await PostAsync("/connect/introspect", new() { ["token"] = second.Text("access_token") }, "orders", "orders-secret");
        Assert.False(described.Json.TryGetProperty("sid", out _));
        Assert.NotEqual("forever", described.Json.GetProperty("sub").GetString());
    }

    [Fact]
    public async Task Without_offline_access_even_that_clients_tokens_die_with_the_session()
    {
        var (_, first) = await TokensAsync("forever", "openid orders.read");
        Assert.True(await IsActiveAsync(first.Text("access_token")));
        await EndSessionAsync(first.Claims("id_token").GetProperty("sid").GetString()!);
        Assert.False(await IsActiveAsync(first.Text("access_token")));
    }

    [Fact]
    public async Task Less_scope_may_be_asked_for_and_more_may_not()
    {
        var (_, first) = await TokensAsync("web", Scope);
        var form = Refresh(first.Text("refresh_token"));
        form["scope"] = "openid email";
        Assert.Equal("invalid_scope", (await TokenAsync(form)).Error);
        form["scope"] = "orders.read";
        var narrow = await TokenAsync(form);
        Assert.Equal("orders.read", narrow.Text("scope"));
        Assert.False(narrow.Has("id_token"));
        Assert.Equal(Scope, (await RefreshAsync(narrow)).Text("scope"));    // the grant stays what it was
    }

    [Fact]
    public async Task A_token_that_is_not_used_ends_and_no_use_moves_the_absolute_end()
    {
        var (_, idle) = await TokensAsync("forever", Scope);
        Host.Time.Advance(TimeSpan.FromDays(15) + TimeSpan.FromMinutes(1));
        AssertRefused(await TokenAsync(Refresh(idle.Text("refresh_token"), "forever")));

        var (_, used) = await TokensAsync("forever", Scope);
        for (var day = 0; day < 30; day += 10)
        {
            used = await RefreshAsync(used, "forever");
            Host.Time.Advance(TimeSpan.FromDays(10));
        }
        AssertRefused(await TokenAsync(Refresh(used.Text("refresh_token"), "forever")));
    }

    [Theory]
    [InlineData(null, "invalid_request")]
    [InlineData("made-up", "invalid_grant")]
    public async Task A_missing_or_unknown_token_is_refused(string? token, string error)
    {
        var form = Refresh("x");
        form["refresh_token"] = token;
        Assert.Equal(error, (await TokenAsync(form)).Error);
    }

    private async Task<Answer> RefreshAsync(Answer tokens, string client = "web")
    {
        var answer = await TokenAsync(Refresh(tokens.Text("refresh_token"), client));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer;
    }

    private static void AssertRefused(Answer answer)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("invalid_grant", answer.Error);
    }
}
