using System.Data.Common;
using System.Globalization;

using Dapper;

namespace IdentityHost.Data;

/// <summary>Brings the schema up to date, once, also when two nodes start at the same moment.</summary>
internal sealed class Migrator(IDatabase database, TimeProvider time, ILogger<Migrator> logger)
{
    private const string Prefix = "Migrations/";
    private const long AdvisoryLock = 0x53_53_4F_6D_69_67_72;   // any number, the same on every node

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var scripts = Scripts();
        var applied = await database.WriteAsync((connection, transaction) => ApplyAsync(connection, transaction, scripts), cancellationToken);
        if (applied > 0)
            Diagnostics.CoreLog.SchemaMigrated(logger, applied, scripts.Keys.Max());
    }

    private async Task<int> ApplyAsync(DbConnection connection, DbTransaction transaction, SortedList<int, string> scripts)
    {
        if (database.IsShared)      // SQLite has one writer anyway
            await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(@AdvisoryLock)", new { AdvisoryLock }, transaction);
        await connection.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY, applied_at BIGINT NOT NULL)", null, transaction);
        var present = await connection.ExecuteScalarAsync<int?>("SELECT MAX(version) FROM schema_version", null, transaction) ?? 0;
        if (present > scripts.Keys.Max())
        {
            throw new StartupException(
                $"The database has schema version {present}, but this IdentityHost knows only {scripts.Keys.Max()}: it was used by a newer release. " +
                "Start that release, or restore a backup that was made before it.");
        }

        var missing = scripts.Where(script => script.Key > present).ToList();
        foreach (var (version, sql) in missing)
        {
            await connection.ExecuteAsync(sql, null, transaction);
            await connection.ExecuteAsync(
                "INSERT INTO schema_version (version, applied_at) VALUES (@version, @now)", new { version, now = time.GetUtcNow() }, transaction);
        }
        return missing.Count;
    }

    private static SortedList<int, string> Scripts()
    {
        var assembly = typeof(Migrator).Assembly;
        var scripts = new SortedList<int, string>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            scripts.Add(int.Parse(name.AsSpan(Prefix.Length, 3), CultureInfo.InvariantCulture), reader.ReadToEnd());
        }
        return scripts;
    }
}
