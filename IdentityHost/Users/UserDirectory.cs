using Dapper;

using IdentityHost.Data;
using IdentityHost.Diagnostics;
using IdentityHost.EndSession;

using Microsoft.AspNetCore.Identity;

namespace IdentityHost.Users;

internal sealed class UserDirectory(
    IDatabase database, EndSessionDoor door, SignInThrottle throttle, AuditLog audit, CoreMetrics metrics, TimeProvider time, ILogger<UserDirectory> logger)
    : IUsers
{
    private static readonly PasswordHasher<UserAccount> _hasher = new();
    private static readonly UserAccount _nobody = new("", "", null, null, [], false);
    private static readonly string _nobodysHash = Hash(Secret.New());

    public static string Hash(string password) => _hasher.HashPassword(_nobody, password);

    public async Task<PasswordCheck> CheckPasswordAsync(string username, string password, string? origin, CancellationToken cancellationToken)
    {
        var check = username.Length > UserNames.MaxLength
            ? new PasswordCheck(null, PasswordCheckError.Invalid, TimeSpan.Zero)
            : await CheckAsync(UserNames.Key(username), password, origin, cancellationToken);
        metrics.SignIn(check.Error);
        return check;
    }

    public async Task<UserAccount?> FindAsync(string sub, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<UserRow>($"SELECT {UserRow.Columns} FROM users WHERE sub = @sub", new { sub });
        return row?.ToAccount();
    }

    public async Task<IReadOnlyList<UserAccount>> SearchAsync(string? search, int skip, int take, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var condition = string.IsNullOrWhiteSpace(search) ? "1 = 1" : """sub = @search OR username_key LIKE @pattern ESCAPE '\'""";
        var rows = await connection.QueryAsync<UserRow>(
            $"SELECT {UserRow.Columns} FROM users WHERE {condition} ORDER BY username_key LIMIT @take OFFSET @skip",
            new { search = search?.Trim(), pattern = SqlPattern.StartsWith(UserNames.Key(search ?? "")), skip, take });
        return [.. rows.Select(row => row.ToAccount())];
    }

    public Task SetPasswordAsync(string sub, string password, string? exceptSid, string actor, CancellationToken cancellationToken)
    {
        var hash = Hash(password);      // slow on purpose, so before the transaction
        // One transaction: there is no moment in which the old password is gone and the sessions that it opened are not.
        return door.EndAsync(
            new EndSessionRequest(EndReason.PasswordChanged) { Sub = sub, ExceptSid = exceptSid, Actor = actor },
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(
                    "UPDATE users SET password_hash = @hash, password_at = @now WHERE sub = @sub", new { hash, sub, now = time.GetUtcNow() }, transaction);
                await audit.WriteAsync(connection, transaction, new AuditEntry(actor, "user.password_set", sub, null));
            }, cancellationToken);
    }

    public Task SetDisabledAsync(string sub, bool disabled, string actor, CancellationToken cancellationToken)
    {
        if (disabled)
        {
            return door.EndAsync(
                new EndSessionRequest(EndReason.UserDisabled) { Sub = sub, Actor = actor },
                async (connection, transaction) =>
                {
                    await connection.ExecuteAsync(
                        "UPDATE users SET disabled_at = @now WHERE sub = @sub AND disabled_at IS NULL", new { sub, now = time.GetUtcNow() }, transaction);
                    await audit.WriteAsync(connection, transaction, new AuditEntry(actor, "user.disabled", sub, null));
                }, cancellationToken);
        }
        return database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync("UPDATE users SET disabled_at = NULL WHERE sub = @sub", new { sub }, transaction);
                await audit.WriteAsync(connection, transaction, new AuditEntry(actor, "user.enabled", sub, null));
            }, cancellationToken);
    }

    public Task<UserAccount> FindOrCreateExternalAsync(string issuer, string sub, string? name, string? email, CancellationToken cancellationToken)
    {
        var own = ExternalSubject.Of(issuer, sub);
        return database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(
                    """
                    INSERT INTO users (sub, username, username_key, password_hash, name, email, roles, created_at, password_at)
                    VALUES (@own, @username, @key, '', @name, @email, '', @now, @now)
                    ON CONFLICT (sub) DO UPDATE SET username = excluded.username, name = excluded.name, email = excluded.email
                    """,
                    new { own, username = email ?? name ?? own, key = "external:" + own, name, email, now = time.GetUtcNow() }, transaction);
                var row = await connection.QuerySingleAsync<UserRow>($"SELECT {UserRow.Columns} FROM users WHERE sub = @own", new { own }, transaction);
                return row.ToAccount();
            }, cancellationToken);
    }

    private async Task<PasswordCheck> CheckAsync(string key, string password, string? origin, CancellationToken cancellationToken)
    {
        if (await throttle.EnterAsync(key, origin, cancellationToken) is var wait && wait > TimeSpan.Zero)
        {
            CoreLog.SignInSlowedDown(logger, wait);
            return new PasswordCheck(null, PasswordCheckError.SlowDown, wait);
        }

        UserRow? row;
        await using (var connection = await database.OpenAsync(cancellationToken))
            row = await connection.QuerySingleOrDefaultAsync<UserRow>($"SELECT {UserRow.Columns} FROM users WHERE username_key = @key", new { key });
        // Somebody unknown costs the same hash, so that the time does not tell who has an account.
        var hash = row is { PasswordHash.Length: > 0 } ? row.PasswordHash : _nobodysHash;
        var matches = _hasher.VerifyHashedPassword(_nobody, hash, password) is not PasswordVerificationResult.Failed && row is { PasswordHash.Length: > 0 };
        if (!matches)
            return new PasswordCheck(null, PasswordCheckError.Invalid, TimeSpan.Zero);
        await throttle.SucceededAsync(key, origin, cancellationToken);
        return row!.DisabledAt is null
            ? new PasswordCheck(row.ToAccount(), PasswordCheckError.None, TimeSpan.Zero)
            : new PasswordCheck(null, PasswordCheckError.Disabled, TimeSpan.Zero);
    }
}
