using System.Collections.Concurrent;

using Dapper;

using IdentityHost.Tests.Core;

using Microsoft.AspNetCore.Http;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.Outbox;

/// <summary>
/// A real IdentityHost is killed (kill -9) at random moments between the commit of the door and the clients' acknowledgements, life after life
/// on the same database. Each life begins with sessions whose time is over, so that it ends them at once; it is killed some random time after
/// it says that it did. In the end every client has been told of every session.
/// </summary>
public abstract class CrashContract
{
    // On each of two databases, so 50 moments in every run; CRASH_LIVES asks for more.
    private static readonly int _lives = int.Parse(Environment.GetEnvironmentVariable("CRASH_LIVES") ?? "25", System.Globalization.CultureInfo.InvariantCulture);
    private const int SessionsOfEachLife = 4;
    private static readonly string[] _clients = ["c10", "c11", "c12"];

    [Fact]  // C-063
    public async Task Whenever_the_host_is_killed_every_client_is_told_and_no_session_survives()
    {
        using var directory = new TempDirectory();
        await using var sink = await LogoutSink.StartAsync();
        var acknowledged = new ConcurrentDictionary<(string Client, string Sid), bool>();
        var random = new Random(20261121);
        foreach (var client in _clients)
        {
            sink.Answer(client, async http =>
            {
                // Slow enough for a kill to fall before, during and after an answer.
                await Task.Delay(TimeSpan.FromMilliseconds(15), http.RequestAborted);
                http.Response.OnCompleted(() =>
                {
                    var sid = sink.Received.Last(logout => logout.ClientId == client && logout.DeliveryId == http.Request.Headers["Logout-Delivery-Id"]).Sid!;
                    acknowledged[(client, sid)] = true;
                    return Task.CompletedTask;
                });
            });
        }

        var database = await PrepareAsync(directory.Path);
        await RunAsync(sink, directory, database, life => Task.FromResult(life.HasStarted));    // the schema
        var pendingAtDeath = 0;
        for (var life = 0; life < _lives; life++)
        {
            await AddEndingSessionsAsync(life);
            var wait = TimeSpan.FromMilliseconds(random.NextDouble() * random.NextDouble() * 120);
            await RunAsync(sink, directory, database, async process =>
            {
                if (!process.HasEnded)
                    return false;
                await Task.Delay(wait);
                return true;
            });
            pendingAtDeath += await CountAsync("SELECT COUNT(*) FROM deliveries WHERE state = 'pending'") > 0 ? 1 : 0;
            Assert.Equal(0, await CountAsync("SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL"));
        }
        Assert.True(pendingAtDeath > _lives / 5, $"only {pendingAtDeath} of {_lives} kills fell before the last acknowledgement");

        await RunAsync(sink, directory, database, async process => process.HasStarted && await CountAsync("SELECT COUNT(*) FROM deliveries WHERE state <> 'delivered'") == 0);
        for (var session = 0; session < _lives * SessionsOfEachLife; session++)
            foreach (var client in _clients)
                Assert.True(acknowledged.ContainsKey((client, $"crash-{session}")), $"{client} never acknowledged the end of session {session}");
        // A repeat is allowed (the kill came before its result was written), but always as a new token of the same delivery.
        Assert.Equal(sink.Received.Count, sink.Received.Select(logout => logout.Claims.GetProperty("jti").GetString()).Distinct().Count());
        Assert.Equal(_lives * SessionsOfEachLife * _clients.Length, sink.Received.Select(logout => logout.DeliveryId).Distinct().Count());
    }

    /// <summary>Returns <c>ConnectionStrings:Identity</c>, or null for SQLite.</summary>
    protected abstract Task<string?> PrepareAsync(string directory);

    protected abstract Task<System.Data.Common.DbConnection> OpenAsync();

    private async Task AddEndingSessionsAsync(int life)
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        for (var i = life * SessionsOfEachLife; i < (life + 1) * SessionsOfEachLife; i++)
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO sessions (sid, handle_hash, sub, issuer, created_at, auth_time, last_seen_at, idle_expires_at, expires_at, amr)
                VALUES (@sid, @sid, 'somebody', @Issuer, 1, 1, 1, 1, 1, 'pwd')
                """, new { sid = $"crash-{i}", CoreSettings.Issuer }, transaction);
            foreach (var client in _clients)
                await connection.ExecuteAsync("INSERT INTO participants (sid, client_id, first_seen_at) VALUES (@sid, @client, 1)", new { sid = $"crash-{i}", client }, transaction);
        }
        await transaction.CommitAsync();
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var connection = await OpenAsync();
        return await connection.ExecuteScalarAsync<long>(sql);
    }

    private static async Task RunAsync(LogoutSink sink, TempDirectory directory, string? database, Func<HostLife, Task<bool>> until)
    {
        using var life = HostLife.Start([.. CoreSettings.All(sink.Address, directory.Path, database), new("Delivery:AttemptTimeout", "00:00:05")]);     // a lease runs out in 15 s
        await Until.IsTrueAsync(async () => life.IsRunning ? await until(life) : throw new InvalidOperationException($"The host ended:\n{life.Output}"));
        await life.KillAsync();
    }
}
