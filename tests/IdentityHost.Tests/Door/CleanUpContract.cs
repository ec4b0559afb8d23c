using Dapper;

using IdentityHost.Data;
using IdentityHost.EndSession;
using IdentityHost.Sessions;
using IdentityHost.Tests.Core;
using IdentityHost.Tests.Provider;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.Door;

/// <summary>What is old goes, and nothing else, on either database.</summary>
public abstract class CleanUpContract(CoreHost host)
{
    [Fact]
    public async Task Ended_sessions_and_told_deliveries_go_after_thirty_days_and_what_lives_or_waits_stays()
    {
        host.Sink.Answer("c64", 503);
        var user = await host.NewUserAsync();
        var (ended, live, waiting) = (await host.SignInAsync(user, "c10", "c11"), await host.SignInAsync(user, "c10"), await host.SignInAsync(user, "c10", "c64"));
        await host.SettledAsync((await host.EndAsync(ended)).BatchId);
        var batch = (await host.EndAsync(waiting)).BatchId;

        await RunAsync(days: 29);
        Assert.NotNull(await host.Sessions.FindAsync(ended.Sid, default));
        Assert.Equal((2, 2), await RowsAsync(ended.Sid));

        await RunAsync(days: 31);
        Assert.Null(await host.Sessions.FindAsync(ended.Sid, default));
        Assert.Equal((0, 0), await RowsAsync(ended.Sid));
        Assert.Null((await host.Sessions.FindAsync(live.Sid, default))!.EndedAt);
        Assert.Equal((1, 0), await RowsAsync(live.Sid));
        Assert.Contains(await host.Deliveries.OfBatchAsync(batch, default), row => row.ClientId == "c64");

        await Until.IsTrueAsync(() => host.Sink.Of("c64", waiting.Sid).Count > 0);
        host.Sink.Answer("c64", null);
        var late = (await host.Deliveries.OfBatchAsync(batch, default)).Single(row => row.ClientId == "c64");
        await host.Deliveries.RedeliverAsync(late.Id, "somebody", default);     // which its own next try may have come before
        await Until.IsTrueAsync(() => host.Sink.Of("c64", waiting.Sid).Any(logout => logout.Attempt != "1"));
    }

    [Fact]
    public async Task Codes_tokens_and_grants_go_when_nobody_can_ask_for_them_any_more()
    {
        var now = TimeProvider.System.GetUtcNow();
        var (old, young) = (Secret.NewId(), Secret.NewId());
        foreach (var (id, expires) in new[] { (old, now), (young, now.AddDays(40)) })
            await GiveAsync(id, now, expires);

        await RunAsync(days: 0.9);
        Assert.Equal((1, 1, 1, 1), await OfGrantAsync(old));        // a late second use of a code is still recognised
        await RunAsync(days: 2);
        Assert.Equal((0, 0, 0, 1), await OfGrantAsync(old));        // a JWT has no row of its own, and needs its grant
        await RunAsync(days: 31);
        Assert.Equal((0, 0, 0, 0), await OfGrantAsync(old));
        Assert.Equal((1, 1, 1, 1), await OfGrantAsync(young));
    }

    [Fact]
    public async Task More_rows_than_fit_one_statement_go_in_one_run()
    {
        const int many = 2_500;
        var prefix = Secret.NewId();
        await host.Data.WriteAsync(
            (connection, transaction) => connection.ExecuteAsync(
                "INSERT INTO upstream_logouts (key_hash, cutoff, expires_at) VALUES (@key, 1, 1)",
                Enumerable.Range(0, many).Select(i => new { key = $"{prefix}.{i}" }), transaction), default);

        await RunAsync(days: 0);

        Assert.Equal(0, await CountAsync("upstream_logouts WHERE key_hash LIKE @id", prefix + "%"));
    }

    private Task RunAsync(double days)
    {
        var later = new OffsetTime();
        later.Advance(TimeSpan.FromDays(days));
        return new CleanUp(host.Data, later).RunAsync(default);
    }

    private async Task<(int Participants, int Deliveries)> RowsAsync(string sid)
        => (await CountAsync("participants WHERE sid = @id", sid), await CountAsync("deliveries WHERE sid = @id", sid));

    private async Task<(int Codes, int RefreshTokens, int AccessTokens, int Grants)> OfGrantAsync(string id)
        => (await CountAsync("codes WHERE grant_id = @id", id), await CountAsync("refresh_tokens WHERE grant_id = @id", id),
            await CountAsync("access_tokens WHERE grant_id = @id", id), await CountAsync("grants WHERE grant_id = @id", id));

    private async Task<int> CountAsync(string rows, string id)
    {
        await using var connection = await host.Data.OpenAsync(default);
        return await connection.ExecuteScalarAsync<int>($"SELECT COUNT(*) FROM {rows}", new { id });
    }

    private Task GiveAsync(string id, DateTimeOffset now, DateTimeOffset expires) => host.Data.WriteAsync(
        async (connection, transaction) =>
        {
            var row = new { id, now, expires };
            await connection.ExecuteAsync("INSERT INTO grants (grant_id, sid, client_id, sub, scope, auth_time, created_at, offline) VALUES (@id, 's', 'c10', 'u', 'openid', @now, @now, 0)", row, transaction);
            await connection.ExecuteAsync(
                """
                INSERT INTO codes (code_hash, grant_id, sid, client_id, sub, redirect_uri, scope, auth_time, created_at, expires_at)
                VALUES (@id, @id, 's', 'c10', 'u', 'https://c10.test/cb', 'openid', @now, @now, @expires)
                """, row, transaction);
            await connection.ExecuteAsync("INSERT INTO refresh_tokens (token_hash, grant_id, created_at, expires_at) VALUES (@id, @id, @now, @expires)", row, transaction);
            await connection.ExecuteAsync(
                """
                INSERT INTO access_tokens (token_hash, grant_id, sid, client_id, sub, scope, audience, created_at, expires_at)
                VALUES (@id, @id, 's', 'c10', 'u', 'openid', '', @now, @expires)
                """, row, transaction);
        }, default);
}
