using Dapper;

using IdentityHost.Data;
using IdentityHost.Delivery;
using IdentityHost.EndSession;
using IdentityHost.Sessions;
using IdentityHost.Tests.Core;

using Xunit;
using Xunit.Abstractions;

namespace IdentityHost.Tests.Door;

/// <summary>What the door promises, on either database.</summary>
public abstract class DoorContract(CoreHost host, ITestOutputHelper output)
{
    [Fact]  // C-042, C-043, C-045
    public async Task Every_participant_is_told_once_and_nobody_else()
    {
        await TestSupport.Until.IsTrueAsync(() => IsRememberedAsync("off"));
        var user = await host.NewUserAsync();
        var session = await host.SignInAsync(user, "c10", "c11", "mute", "off");
        var elsewhere = await host.SignInAsync(user, "c12");

        var result = await host.EndAsync(session);
        var rows = await host.SettledAsync(result.BatchId);

        Assert.Equal([session.Sid], result.EndedSids);
        // off: it is disabled, took part, and nobody has told it yet.
        Assert.Equal(["c10", "c11", "off"], rows.Select(row => row.ClientId));
        Assert.All(rows, row => Assert.Equal((DeliveryState.Delivered, 1, 200), (row.State, row.Attempts, row.LastStatus)));
        Assert.Single(host.Sink.Of("c10", session.Sid));
        Assert.Single(host.Sink.Of("c11", session.Sid));
        Assert.Single(host.Sink.Of("off", session.Sid));
        Assert.Empty(host.Sink.Of("c12", elsewhere.Sid));
        Assert.NotNull((await host.Sessions.FindAsync(session.Sid, default))!.EndedAt);
        Assert.Null((await host.Sessions.FindAsync(elsewhere.Sid, default))!.EndedAt);
    }

    [Fact]  // C-067
    public async Task Of_many_callers_at_once_one_ends_the_session()
    {
        var session = await host.SignInAsync(await host.NewUserAsync(), "c10", "c11", "c12");
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.EndAsync(session)));

        var ender = Assert.Single(results, result => result.EndedSids.Count > 0);
        Assert.All(results.Except([ender]), result => Assert.Empty(result.DeliveryIds));
        await host.SettledAsync(ender.BatchId);
        Assert.Single(host.Sink.Of("c11", session.Sid));
    }

    [Fact]
    public async Task Two_hundred_parallel_sign_ins_at_clients_lose_nobody()
    {
        var session = await host.SignInAsync(await host.NewUserAsync());
        var joined = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => host.JoinAsync(session.Sid, CoreHost.Client(i % CoreHost.Clients))));

        Assert.All(joined, Assert.True);
        var participants = await host.Sessions.ParticipantsAsync([session.Sid], default);
        Assert.Equal(CoreHost.Clients, participants[session.Sid].Distinct().Count());
        Assert.Equal(CoreHost.Clients, participants[session.Sid].Count());
    }

    [Fact]  // C-048
    public async Task A_sign_in_at_a_client_that_races_with_the_logout_is_told_or_refused()
    {
        var user = await host.NewUserAsync();
        var refused = 0;
        for (var round = 0; round < 40; round++)
        {
            var session = await host.SignInAsync(user, "c10");
            var joins = Enumerable.Range(20, 8).Select(i => Task.Run(() => host.JoinAsync(session.Sid, CoreHost.Client(i)))).ToList();
            var ending = Task.Run(() => host.EndAsync(session));
            joins.AddRange(Enumerable.Range(28, 8).Select(i => Task.Run(() => host.JoinAsync(session.Sid, CoreHost.Client(i)))));
            var joined = await Task.WhenAll(joins);
            var batch = await host.Deliveries.OfBatchAsync((await ending).BatchId, default);

            var told = batch.Select(row => row.ClientId).ToHashSet();
            for (var i = 0; i < joined.Length; i++)
                Assert.Equal(joined[i], told.Contains(CoreHost.Client(20 + i)));
            refused += joined.Count(ok => !ok);
        }
        Assert.NotEqual(0, refused);    // or the race was never run
    }

    [Theory]    // N-7
    [InlineData(EndReason.UserLogout, false)]
    [InlineData(EndReason.RpLogout, false)]
    [InlineData(EndReason.Expired, false)]
    [InlineData(EndReason.AccountSwitch, false)]
    [InlineData(EndReason.UpstreamLogout, false)]
    [InlineData(EndReason.Admin, true)]
    [InlineData(EndReason.PasswordChanged, true)]
    [InlineData(EndReason.UserDisabled, true)]
    public async Task Codes_and_online_grants_die_and_offline_grants_only_when_access_is_taken_away(EndReason reason, bool offlineDies)
    {
        var session = await host.SignInAsync(await host.NewUserAsync(), "c10");
        var (online, offline, code) = (await GrantAsync(session.Sid, session.Sub, 0), await GrantAsync(session.Sid, session.Sub, 1), await CodeAsync(session.Sid, session.Sub));

        await host.EndAsync(session, reason);

        Assert.True(await IsRevokedAsync("grants", "grant_id", online));
        Assert.Equal(offlineDies, await IsRevokedAsync("grants", "grant_id", offline));
        Assert.True(await IsRevokedAsync("codes", "code_hash", code));
    }

    [Fact]
    public async Task What_outlived_its_session_and_is_taken_away_later_stands_in_the_audit()
    {
        var session = await host.SignInAsync(await host.NewUserAsync(), "c10");
        var offline = await GrantAsync(session.Sid, session.Sub, 1);
        await host.EndAsync(session);
        Assert.False(await IsRevokedAsync("grants", "grant_id", offline));

        for (var i = 0; i < 2; i++)
            await host.TheDoor.EndAsync(new EndSessionRequest(EndReason.Admin) { Sub = session.Sub, Actor = "admin-sub" }, default);

        Assert.True(await IsRevokedAsync("grants", "grant_id", offline));
        await using var connection = await host.Data.OpenAsync(default);
        Assert.Equal(
            ("admin-sub", "admin: 1 grants of sessions that had ended before"),
            await connection.QuerySingleAsync<(string, string)>("SELECT actor, detail FROM audit WHERE target = @Sub AND action = 'grants.revoked'", new { session.Sub }));
    }

    [Fact]
    public async Task Signing_out_everywhere_spares_the_session_that_is_excepted_and_other_people()
    {
        var (user, other) = (await host.NewUserAsync(), await host.NewUserAsync());
        var sessions = new List<ProviderSession>();
        for (var i = 0; i < 4; i++)
            sessions.Add(await host.SignInAsync(user, "c10", "c11"));
        var foreign = await host.SignInAsync(other, "c10");

        var result = await host.TheDoor.EndAsync(
            new EndSessionRequest(EndReason.UserLogout) { Sub = user.Sub, ExceptSid = sessions[0].Sid }, default);

        Assert.Equal(sessions.Skip(1).Select(session => session.Sid).Order(), result.EndedSids.Order());
        Assert.Equal(6, result.DeliveryIds.Distinct().Count());
        Assert.Equal([sessions[0].Sid], (await host.Sessions.OfUserAsync(user.Sub, default)).Select(session => session.Sid));
        Assert.Single(await host.Sessions.OfUserAsync(other.Sub, default));
        var rows = await host.SettledAsync(result.BatchId);
        Assert.Equal(6, rows.Select(row => (row.Sid, row.ClientId)).Distinct().Count());    // C-051: a token for each session, not one for many
        Assert.Empty(host.Sink.Of("c10", foreign.Sid));
    }

    [Fact]  // C-047, C-052
    public async Task A_session_whose_time_is_over_is_refused_at_once_and_its_clients_are_told()
    {
        var session = await host.SignInAsync(await host.NewUserAsync(), "c10");
        await host.Data.WriteAsync(
            (connection, transaction) => connection.ExecuteAsync("UPDATE sessions SET expires_at = 1 WHERE sid = @Sid", new { session.Sid }, transaction), default);

        Assert.False(await host.JoinAsync(session.Sid, "c11"));
        Assert.Empty(await host.Sessions.OfUserAsync(session.Sub, default));
        await host.TheDoor.EndExpiredAsync(default);
        await TestSupport.Until.IsTrueAsync(() => host.Sink.Of("c10", session.Sid).Count == 1);
        Assert.Equal("expired", (await host.Sessions.FindAsync(session.Sid, default))!.EndReason);
        Assert.Equal("expired", host.Sink.Of("c10", session.Sid)[0].Claims.GetProperty("logout_reason").GetString());
    }

    [Fact]
    public async Task A_disabled_client_is_told_once_and_the_sessions_go_on()
    {
        var session = await host.SignInAsync(await host.NewUserAsync(), "c90", "c10");
        var request = new EndSessionRequest(EndReason.ClientDisabled) { ClientId = "c90" };
        await TestSupport.Until.IsTrueAsync(() => IsRememberedAsync("c90"));
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.TheDoor.EndAsync(request, default)));

        await host.SettledAsync(Assert.Single(results, result => result.DeliveryIds.Count > 0).BatchId);
        Assert.Single(host.Sink.Of("c90", session.Sid));
        Assert.Empty(host.Sink.Of("c10", session.Sid));
        Assert.Null((await host.Sessions.FindAsync(session.Sid, default))!.EndedAt);
        Assert.Equal(["c10"], (await host.Sessions.ParticipantsAsync([session.Sid], default))[session.Sid]);
    }

    [Fact]
    public async Task A_client_that_left_the_configuration_a_moment_ago_is_told_of_a_session_that_ends_in_that_moment()
    {
        var session = await host.SignInAsync(await host.NewUserAsync(), "c91");
        var settings = $$"""{"ClientId":"gone","BackChannelLogoutUri":"{{host.Sink.Address}}/gone/logout","Algorithm":"RS256","Subject":0,"SessionLifetime":3600}""";
        await host.Data.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync("INSERT INTO client_targets (client_id, settings, updated_at) VALUES ('gone', @settings, 1)", new { settings }, transaction);
                await connection.ExecuteAsync("INSERT INTO participants (sid, client_id, first_seen_at) VALUES (@Sid, 'gone', 1)", new { session.Sid }, transaction);
            }, default);

        var rows = await host.SettledAsync((await host.EndAsync(session)).BatchId);

        Assert.Equal([("c91", DeliveryState.Delivered), ("gone", DeliveryState.Delivered)], rows.Select(row => (row.ClientId, row.State)));
        Assert.Single(host.Sink.Of("gone", session.Sid));
    }

    [Fact]
    public async Task When_the_work_beside_it_fails_the_session_lives_and_nobody_is_told()
    {
        var session = await host.SignInAsync(await host.NewUserAsync(), "c10");
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.TheDoor.EndAsync(
            new EndSessionRequest(EndReason.Admin) { Sid = session.Sid }, (_, _) => throw new InvalidOperationException("on purpose"), default));

        Assert.Null((await host.Sessions.FindAsync(session.Sid, default))!.EndedAt);
        Assert.Empty(await host.Deliveries.SearchAsync(new DeliveryFilter(Sid: session.Sid), 0, 10, default));
    }

    [Fact]
    public async Task A_thousand_sessions_of_one_person_end_in_one_short_step_and_every_client_hears_of_each()
    {
        const int sessions = 1000;
        var user = await host.NewUserAsync();
        string[] clients = ["c14", "c15", "c16"];
        await host.Data.WriteAsync(async (connection, transaction) =>
        {
            var rows = Enumerable.Range(0, sessions).Select(_ => new { sid = Secret.NewId(), user.Sub, Core.CoreSettings.Issuer, far = long.MaxValue }).ToList();
            await connection.ExecuteAsync(
                """
                INSERT INTO sessions (sid, handle_hash, sub, issuer, created_at, auth_time, last_seen_at, idle_expires_at, expires_at, amr)
                VALUES (@sid, @sid, @Sub, @Issuer, 1, 1, 1, @far, @far, 'pwd')
                """, rows, transaction);
            await connection.ExecuteAsync(
                "INSERT INTO participants (sid, client_id, first_seen_at) VALUES (@sid, @client, 1)",
                rows.SelectMany(row => clients.Select(client => new { row.sid, client })), transaction);
        }, default);

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var result = await host.TheDoor.EndAsync(new EndSessionRequest(EndReason.UserLogout) { Sub = user.Sub }, default);
        var answered = watch.Elapsed;
        await host.SettledAsync(result.BatchId);

        output.WriteLine($"answered in {answered.TotalMilliseconds:0} ms, all told after {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.True(answered < TimeSpan.FromSeconds(20), $"answered in {answered}");     // the goal is 300 ms, on a machine that does nothing else
        Assert.Equal(sessions, result.EndedSids.Count);
        foreach (var client in clients)
            Assert.Equal(sessions, host.Sink.Of(client).Where(logout => logout.Claims.GetProperty("sub").GetString() == user.Sub).Select(logout => logout.Sid).Distinct().Count());
    }

    private async Task<bool> IsRememberedAsync(string client)
    {
        await using var connection = await host.Data.OpenAsync(default);
        return await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM client_targets WHERE client_id = @client", new { client }) == 1;
    }

    private async Task<string> GrantAsync(string sid, string sub, int offline)
    {
        var id = Secret.NewId();
        await host.Data.WriteAsync(
            (connection, transaction) => connection.ExecuteAsync(
                "INSERT INTO grants (grant_id, sid, client_id, sub, scope, auth_time, created_at, offline) VALUES (@id, @sid, 'c10', @sub, 'openid', 1, 1, @offline)",
                new { id, sid, sub, offline }, transaction), default);
        return id;
    }

    private async Task<string> CodeAsync(string sid, string sub)
    {
        var id = Secret.NewId();
        await host.Data.WriteAsync(
            (connection, transaction) => connection.ExecuteAsync(
                """
                INSERT INTO codes (code_hash, grant_id, sid, client_id, sub, redirect_uri, scope, auth_time, created_at, expires_at)
                VALUES (@id, @id, @sid, 'c10', @sub, 'https://c10.test/cb', 'openid', 1, 1, 1)
                """, new { id, sid, sub }, transaction), default);
        return id;
    }

    private async Task<bool> IsRevokedAsync(string table, string key, string id)
    {
        await using var connection = await host.Data.OpenAsync(default);
        return await connection.ExecuteScalarAsync<long?>($"SELECT revoked_at FROM {table} WHERE {key} = @id", new { id }) is not null;
    }
}
