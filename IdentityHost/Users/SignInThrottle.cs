using System.Data.Common;
using System.Net;
using System.Net.Sockets;

using Dapper;

using IdentityHost.Data;

namespace IdentityHost.Users;

/// <summary>
/// Slows guessing down, per user name and per origin, on all nodes. An attempt counts as failed before the password is looked at, so that a
/// hundred guesses at once are a hundred failures; a right password takes its user name's count away again. The wait is bounded: nobody can
/// lock a person out for long by failing on purpose.
/// </summary>
internal sealed class SignInThrottle(IDatabase database, TimeProvider time)
{
    private static readonly TimeSpan _forgottenAfter = TimeSpan.FromMinutes(15);
    private static readonly Rule _userName = new(FreeFailures: 5, LongestWait: TimeSpan.FromSeconds(60));
    private static readonly Rule _origin = new(FreeFailures: 30, LongestWait: TimeSpan.FromMinutes(5));

    /// <summary>Zero: go on, and the attempt is counted. Otherwise: how long to wait.</summary>
    public Task<TimeSpan> EnterAsync(string userKey, string? origin, CancellationToken cancellationToken) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var keys = new List<(string Key, Rule Rule)> { (UserKey(userKey), _userName) };
            if (origin is not null)
                keys.Add((OriginKey(origin), _origin));
            // All of them are looked at before any is counted: who has to wait for the origin has not guessed at the user name.
            foreach (var (key, rule) in keys)
                if (await WaitAsync(connection, transaction, key, rule) is var wait && wait > TimeSpan.Zero)
                    return wait;
            var now = time.GetUtcNow();
            foreach (var (key, _) in keys)
            {
                await connection.ExecuteAsync(
                    "UPDATE signin_failures SET failures = failures + 1, last_at = @now WHERE key_hash = @key", new { key, now }, transaction);
            }
            return TimeSpan.Zero;
        }, cancellationToken);

    /// <summary>
    /// The password was right: the user name's count goes, and of the origin's count this attempt. Not more of it, or somebody with an account of
    /// their own could guess at others' for ever; not less, or an office behind one address would be slowed down by its own sign-ins.
    /// </summary>
    public Task SucceededAsync(string userKey, string? origin, CancellationToken cancellationToken) => database.WriteAsync(
        async (connection, transaction) =>
        {
            await connection.ExecuteAsync("DELETE FROM signin_failures WHERE key_hash = @key", new { key = UserKey(userKey) }, transaction);
            if (origin is not null)
            {
                await connection.ExecuteAsync(
                    "UPDATE signin_failures SET failures = failures - 1 WHERE key_hash = @key AND failures > 0", new { key = OriginKey(origin) }, transaction);
            }
        }, cancellationToken);

    private async Task<TimeSpan> WaitAsync(DbConnection connection, DbTransaction transaction, string key, Rule rule)
    {
        var now = time.GetUtcNow();
        // The insert locks the row also where it changes nothing, so that parallel guesses are counted one after another.
        await connection.ExecuteAsync(
            """
            INSERT INTO signin_failures (key_hash, failures, last_at) VALUES (@key, 0, @now)
            ON CONFLICT (key_hash) DO UPDATE SET failures = CASE WHEN signin_failures.last_at < @forgotten THEN 0 ELSE signin_failures.failures END
            """, new { key, now, forgotten = now - _forgottenAfter }, transaction);
        var row = await connection.QuerySingleAsync<Row>("SELECT failures, last_at FROM signin_failures WHERE key_hash = @key", new { key }, transaction);
        return row.LastAt + rule.Wait(row.Failures) - now;
    }

    private static string UserKey(string userKey) => Secret.Hash("user:" + userKey);

    private static string OriginKey(string origin) => Secret.Hash("origin:" + Network(origin));

    /// <summary>Whoever has one IPv6 address has its whole /64 to guess from.</summary>
    private static string Network(string origin)
    {
        if (!IPAddress.TryParse(origin, out var address) || address.AddressFamily is not AddressFamily.InterNetworkV6)
            return origin;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }

    private sealed class Row
    {
        public int Failures { get; init; }

        public DateTimeOffset LastAt { get; init; }
    }

    private sealed record Rule(int FreeFailures, TimeSpan LongestWait)
    {
        public TimeSpan Wait(int failures) => failures < FreeFailures
            ? TimeSpan.Zero
            : TimeSpan.FromSeconds(Math.Min(LongestWait.TotalSeconds, Math.Pow(2, Math.Min(failures - FreeFailures, 16))));
    }
}
