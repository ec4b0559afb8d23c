using System.Text.Json;

using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>What a client hears about the end of a session, seen beside the ID token that it got in it.</summary>
public sealed class LogoutTokenTests(ProviderHost host) : ProviderTest(host)
{
    [Theory]
    [InlineData("told", "RS256")]
    [InlineData("told-es", "ES256")]
    public async Task The_logout_token_says_what_the_ID_token_said(string client, string alg)
    {
        var (_, tokens) = await TokensAsync(client);
        var id = tokens.Claims("id_token");
        var sid = id.GetProperty("sid").GetString()!;
        await EndSessionAsync(sid);
        var jwt = await Host.Receiver.TokenAsync(client, sid);

        var header = Jwt.Header(jwt);
        Assert.Equal("logout+jwt", header.GetProperty("typ").GetString());
        Assert.Equal(alg, header.GetProperty("alg").GetString());
        Assert.Equal(Jwt.Header(tokens.Text("id_token")).GetProperty("kid").GetString(), header.GetProperty("kid").GetString());
        await Signatures.AssertVerifiesAsync(NewBrowser(), jwt);

        var claims = Jwt.Payload(jwt);
        foreach (var claim in new[] { "iss", "sub", "sid", "aud" })
            Assert.Equal(id.GetProperty(claim).GetString(), claims.GetProperty(claim).GetString());
        var iat = claims.GetProperty("iat").GetInt64();
        Assert.InRange(iat, Host.Time.GetUtcNow().ToUnixTimeSeconds() - 60, Host.Time.GetUtcNow().ToUnixTimeSeconds());
        Assert.Equal(iat + 120, claims.GetProperty("exp").GetInt64());
        Assert.NotEmpty(claims.GetProperty("jti").GetString()!);
        var events = Assert.Single(claims.GetProperty("events").EnumerateObject());
        Assert.Equal("http://schemas.openid.net/event/backchannel-logout", events.Name);
        Assert.Equal(JsonValueKind.Object, events.Value.ValueKind);
        Assert.Empty(events.Value.EnumerateObject());
        Assert.False(claims.TryGetProperty("nonce", out _));
    }

    [Fact]
    public async Task Two_clients_of_one_session_get_tokens_of_their_own_with_the_sid_that_each_saw()
    {
        var (browser, first) = await TokensAsync("told");
        var second = await TokensAsync(browser, "told-es");
        var sid = first.Claims("id_token").GetProperty("sid").GetString()!;
        Assert.Equal(sid, second.Claims("id_token").GetProperty("sid").GetString());
        await EndSessionAsync(sid);
        var (one, other) = (Jwt.Payload(await Host.Receiver.TokenAsync("told", sid)), Jwt.Payload(await Host.Receiver.TokenAsync("told-es", sid)));
        Assert.Equal("told", one.GetProperty("aud").GetString());
        Assert.Equal("told-es", other.GetProperty("aud").GetString());
        Assert.NotEqual(one.GetProperty("jti").GetString(), other.GetProperty("jti").GetString());
    }

    [Fact]  // C-054
    public async Task Two_hundred_sign_ins_of_one_browser_at_once_lose_no_client()
    {
        string[] clients = ["web", "jwt", "es", "spa", "forever", "front", "told", "told-es", "told-any", "both"];
        var browser = NewBrowser();
        var sid = await browser.SignInAsync();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => CodeAsync(browser, clients[i % clients.Length])));

        var participants = await Host.Get<Sessions.ISessions>().ParticipantsAsync([sid], CancellationToken.None);
        Assert.Equal(clients.Order(StringComparer.Ordinal), participants[sid].Order(StringComparer.Ordinal));
        await EndSessionAsync(sid);
        foreach (var client in clients[6..])
            Assert.NotEmpty(await Host.Receiver.TokenAsync(client, sid));
    }

    [Fact]  // C-047
    public async Task A_client_whose_tokens_have_run_out_is_told_all_the_same()
    {
        var (_, tokens) = await TokensAsync("told", "openid orders.read");
        Host.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.False(await IsActiveAsync(tokens.Text("access_token")));
        var sid = tokens.Claims("id_token").GetProperty("sid").GetString()!;
        await EndSessionAsync(sid);
        Assert.Equal(sid, Jwt.Payload(await Host.Receiver.TokenAsync("told", sid)).GetProperty("sid").GetString());
    }

    [Fact]  // C-049
    public async Task A_client_that_never_redeemed_its_code_is_told_and_the_code_is_void()
    {
        var browser = NewBrowser();
        var sid = await browser.SignInAsync();
        var code = await CodeAsync(browser, "told");
        await EndSessionAsync(sid);
        Assert.NotEmpty(await Host.Receiver.TokenAsync("told", sid));
        Assert.Equal("invalid_grant", (await TokenAsync(Redemption(code, "told"))).Error);
    }

    [Fact]  // C-046
    public async Task A_refresh_alone_makes_its_client_one_that_is_told()
    {
        var (_, tokens) = await TokensAsync("told", "openid offline_access");
        var sid = tokens.Claims("id_token").GetProperty("sid").GetString()!;
        var data = Host.Get<Data.IDatabase>();
        await data.WriteAsync(
            (connection, transaction) => Dapper.SqlMapper.ExecuteAsync(connection, "DELETE FROM participants WHERE sid = @sid", new { sid }, transaction), CancellationToken.None);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await TokenAsync(Refresh(tokens.Text("refresh_token"), "told"))).Status);
        await EndSessionAsync(sid);
        Assert.NotEmpty(await Host.Receiver.TokenAsync("told", sid));
    }

    [Fact]  // C-040, C-062
    public async Task A_late_token_is_a_new_one_and_names_the_time_of_the_logout()
    {
        var time = new OffsetTime();
        var factory = Microsoft.Extensions.DependencyInjection.ActivatorUtilities.CreateInstance<Delivery.LogoutTokenFactory>(Host.Services, time);
        var target = Delivery.ClientTarget.Of(Host.Get<Configuration.IClientDirectory>().Find("told")!);
        var ended = time.GetUtcNow();
        var delivery = new Delivery.LeasedDelivery
        {
            Id = "d",
            BatchId = "b",
            ClientId = "told",
            Issuer = ProviderHost.Issuer,
            Sid = "s",
            Sub = "u",
            Reason = "user_logout",
            EndedAt = ended,
            Attempts = 0,
            GiveUpAt = ended.AddDays(14),
        };
        var first = Jwt.Payload(await factory.CreateAsync(target, delivery, CancellationToken.None));
        time.Advance(TimeSpan.FromMinutes(30));
        var late = Jwt.Payload(await factory.CreateAsync(target, delivery, CancellationToken.None));

        Assert.False(first.TryGetProperty("toe", out _));
        Assert.Equal(ended.ToUnixTimeSeconds(), late.GetProperty("toe").GetInt64());
        Assert.InRange(late.GetProperty("iat").GetInt64(), ended.ToUnixTimeSeconds() + 1800, time.GetUtcNow().ToUnixTimeSeconds());
        Assert.Equal(late.GetProperty("iat").GetInt64() + 120, late.GetProperty("exp").GetInt64());
        Assert.NotEqual(first.GetProperty("jti").GetString(), late.GetProperty("jti").GetString());
        Assert.Equal(("s", "u"), (late.GetProperty("sid").GetString(), late.GetProperty("sub").GetString()));
    }

    [Fact]
    public async Task A_client_that_does_not_require_sid_gets_it_all_the_same_so_that_other_sessions_live()
    {
        var (_, tokens) = await TokensAsync("told-any");
        var sid = tokens.Claims("id_token").GetProperty("sid").GetString()!;
        await EndSessionAsync(sid);
        Assert.Equal(sid, Jwt.Payload(await Host.Receiver.TokenAsync("told-any", sid)).GetProperty("sid").GetString());
    }
}
