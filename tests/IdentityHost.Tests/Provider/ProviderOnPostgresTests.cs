using System.Net;

using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>
/// What depends on how the database locks, on PostgreSQL as on SQLite, and what only PostgreSQL can do: two nodes on one database.
/// </summary>
[Collection(PostgresProviderGroup.Name)]
public sealed class ProviderOnPostgresTests(PostgresProviderHost host) : ProviderTest(host)
{
    [Fact]
    public Task A_code_used_twenty_times_at_once_succeeds_once_and_its_tokens_end_revoked()
        => new CodeTests(Host).A_code_used_twenty_times_at_once_succeeds_once_and_its_tokens_end_revoked();

    [Fact]
    public Task A_code_used_twice_is_refused_and_everything_it_gave_is_revoked()
        => new CodeTests(Host).A_code_used_twice_is_refused_and_everything_it_gave_is_revoked();

    [Fact]
    public Task Twenty_refreshes_at_once_agree_on_one_successor() => new RefreshTests(Host).Twenty_refreshes_at_once_agree_on_one_successor();

    [Fact]
    public Task A_refresh_in_flight_while_the_session_ends_leaves_no_usable_token()
        => new RefreshTests(Host).A_refresh_in_flight_while_the_session_ends_leaves_no_usable_token();

    [Fact]
    public Task Revoking_while_the_session_ends_completes_on_both_sides()
        => new RevocationTests(Host).Revoking_while_the_session_ends_completes_on_both_sides();

    [Fact]
    public Task Two_hundred_sign_ins_of_one_browser_at_once_lose_no_client() => new LogoutTokenTests(Host).Two_hundred_sign_ins_of_one_browser_at_once_lose_no_client();

    [Fact]
    public Task A_grant_that_may_outlive_the_session_does() => new RefreshTests(Host).A_grant_that_may_outlive_the_session_does();

    [Theory]
    [InlineData("web")]
    [InlineData("jwt")]
    public async Task Access_tokens_are_described_revoked_and_forgotten(string client)
    {
        await new IntrospectionTests(Host).An_active_token_is_described_to_its_API(client);
        await new RevocationTests(Host).A_revoked_access_token_is_inactive_and_the_refresh_token_lives(client);
        await new IntrospectionTests(Host).The_token_of_an_ended_session_is_inactive_at_once_and_nothing_more_is_said(client);
        await new UserInfoTests(Host).The_token_of_an_ended_session_is_401_invalid_token(client);
    }

    [Fact]
    public async Task Two_nodes_on_one_database_are_one_provider()
    {
        await using var other = new ProviderHost { Database = Host.Database };
        await other.InitializeAsync();
        var second = new CodeTests(other);

        // The same keys, so that either verifies what the other signed.
        Assert.Equal(await KeysAsync(NewBrowser()), await KeysAsync(second.NewBrowser()));

        // A code from one node, redeemed at the other; a lost refresh response, asked for again at the other.
        var browser = NewBrowser();
        await browser.SignInAsync();
        var tokens = await second.TokenAsync(Redemption(await CodeAsync(browser, scope: "openid orders.read offline_access")));
        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        var refreshed = await TokenAsync(Refresh(tokens.Text("refresh_token")));
        var again = await second.TokenAsync(Refresh(tokens.Text("refresh_token")));
        Assert.Equal(refreshed.Text("refresh_token"), again.Text("refresh_token"));

        // A logout at one node is seen by the other at once.
        Assert.True(await second.IsActiveAsync(refreshed.Text("access_token")));
        await EndSessionAsync(tokens.Claims("id_token").GetProperty("sid").GetString()!);
        Assert.False(await second.IsActiveAsync(refreshed.Text("access_token")));
        Assert.Equal("invalid_grant", (await second.TokenAsync(Refresh(refreshed.Text("refresh_token")))).Error);

        // What one node sealed for the way through the pages, the other opens.
        var asked = await AuthorizeAsync(NewBrowser(), Authorization());
        var elsewhere = second.NewBrowser();
        await elsewhere.SignInAsync();
        Assert.True((await elsewhere.GetAsync(asked.Query["ReturnUrl"])).Query.ContainsKey("code"));
    }

    [Fact]
    public async Task Who_redeems_a_code_waits_for_the_session_before_it_locks_the_code()
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        var code = await CodeAsync(browser);
        await using var door = await Host.Get<Data.IDatabase>().OpenAsync(default);
        await using var transaction = await door.BeginTransactionAsync();
        // What the door does first: it flips the session, and then goes on to the codes.
        await Dapper.SqlMapper.ExecuteAsync(
            door, "UPDATE sessions SET ended_at = 1 WHERE sid = (SELECT sid FROM codes WHERE code_hash = @hash)", new { hash = Data.Secret.Hash(code) }, transaction);
        var redemption = TokenAsync(Redemption(code));
        await TestSupport.Until.IsTrueAsync(async () =>
        {
            await using var other = await Host.Get<Data.IDatabase>().OpenAsync(default);
            return await Dapper.SqlMapper.ExecuteScalarAsync<long>(
                other, "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0;
        });

        await Dapper.SqlMapper.ExecuteAsync(door, "SET LOCAL lock_timeout = '300ms'", null, transaction);
        await Dapper.SqlMapper.ExecuteAsync(door, "UPDATE codes SET revoked_at = 1 WHERE code_hash = @hash", new { hash = Data.Secret.Hash(code) }, transaction);
        await transaction.CommitAsync();

        Assert.Equal("invalid_grant", (await redemption).Error);
    }

    [Fact]
    public async Task Nodes_that_start_together_agree_on_the_keys()
    {
        await using var fresh = new ProviderHost { Database = await host.AnotherDatabaseAsync() };
        await KeyRotationTests.AssertNodesAgreeAsync(fresh);
    }

    private static async Task<string> KeysAsync(Browser browser) => (await browser.GetAsync("/.well-known/openid-configuration/jwks")).Body;
}
