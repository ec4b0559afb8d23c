using System.Data.Common;

using Dapper;

namespace IdentityHost.Data;

internal static class DatabaseExtensions
{
    /// <summary>
    /// The condition that a column is one of a list. PostgreSQL takes the list as one array; for SQLite, Dapper writes each value out.
    /// The parameter's value must be an array or a list.
    /// </summary>
    public static string In(this DbConnection connection, string column, string parameter)
        => connection is Npgsql.NpgsqlConnection ? $"{column} = ANY({parameter})" : $"{column} IN {parameter}";

    /// <summary>
    /// The same statement for each row. PostgreSQL gets all of them in one round trip; SQLite is in this process, and Dapper repeats the prepared
    /// statement. Values are text, numbers or null.
    /// </summary>
    public static async Task ExecuteEachAsync(
        this DbConnection connection, DbTransaction transaction, string sql, IReadOnlyCollection<IReadOnlyDictionary<string, object?>> rows)
    {
        if (!connection.CanCreateBatch)
        {
            await connection.ExecuteAsync(sql, rows.Select(row => new DynamicParameters(row)), transaction);
            return;
        }
        await using var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        foreach (var row in rows)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            foreach (var (name, value) in row)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
                command.Parameters.Add(parameter);
            }
            batch.BatchCommands.Add(command);
        }
        await batch.ExecuteNonQueryAsync();
    }

    public static Task WriteAsync(this IDatabase database, Func<DbConnection, DbTransaction, Task> work, CancellationToken cancellationToken)
        => database.WriteAsync(async (connection, transaction) => { await work(connection, transaction); return true; }, cancellationToken);
}
