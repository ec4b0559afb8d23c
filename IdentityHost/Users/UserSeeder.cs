using Dapper;

using IdentityHost.Configuration;
using IdentityHost.Data;
using IdentityHost.Diagnostics;

using Microsoft.Extensions.Options;

namespace IdentityHost.Users;

/// <summary>Writes the people of the configuration to the database, once; later changes are made there.</summary>
internal sealed class UserSeeder(IDatabase database, IOptions<Registrations> registrations, TimeProvider time, ILogger<UserSeeder> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var configured = registrations.Value.Users;
        if (configured.Count == 0)
            return;
        HashSet<string> present;
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            present = [.. await connection.QueryAsync<string>(
                $"SELECT username_key FROM users WHERE {connection.In("username_key", "@keys")}", new { keys = configured.Select(user => UserNames.Key(user.Username)).ToList() })];
        }

        var rows = configured.Where(user => !present.Contains(UserNames.Key(user.Username))).Select(Row).ToList();
        if (rows.Count == 0)
            return;
        await database.WriteAsync(
            (connection, transaction) => connection.ExecuteAsync(
                """
                INSERT INTO users (sub, username, username_key, password_hash, name, email, roles, created_at, password_at)
                VALUES (@Sub, @Username, @Key, @Hash, @Name, @Email, @Roles, @Now, @Now) ON CONFLICT DO NOTHING
                """, rows, transaction), cancellationToken);
        CoreLog.UsersSeeded(logger, rows.Count);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private object Row(ConfiguredUser user) => new
    {
        Sub = user.SubjectId ?? Secret.NewId(),
        user.Username,
        Key = UserNames.Key(user.Username),
        Hash = user.PasswordHash ?? UserDirectory.Hash(user.Password!),
        user.Name,
        user.Email,
        Roles = string.Join(' ', user.Roles),
        Now = time.GetUtcNow(),
    };
}
