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
        => connection.TakesArrays() ? $"{column} = ANY({parameter})" : $"{column} IN {parameter}";

    /// <summary>PostgreSQL takes many rows in one statement, a column's values as one array. SQLite is in this process, and repeats a prepared statement.</summary>
    public static bool TakesArrays(this DbConnection connection) => connection is Npgsql.NpgsqlConnection;

    public static Task WriteAsync(this IDatabase database, Func<DbConnection, DbTransaction, Task> work, CancellationToken cancellationToken)
        => database.WriteAsync(async (connection, transaction) => { await work(connection, transaction); return true; }, cancellationToken);
}
