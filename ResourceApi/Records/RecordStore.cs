using Dapper;

using ResourceApi.Data;

namespace ResourceApi.Records;

/// <summary>The records in SQL; the same statements on SQLite and PostgreSQL.</summary>
internal sealed class RecordStore(RecordDatabase database, TimeProvider time)
{
    public async Task<RecordPage> ListAsync(int skip, int take, bool mayWrite, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(Command(
            "SELECT id, name, description, changed_at, changed_by FROM records ORDER BY changed_at DESC, id LIMIT @take OFFSET @skip",
            new { skip, take }, cancellationToken));
        var total = await connection.ExecuteScalarAsync<long>(Command("SELECT COUNT(*) FROM records", null, cancellationToken));
        return new RecordPage([.. rows.Select(row => row.ToRecord())], total, mayWrite);
    }

    public async Task<DataEventRecord?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(Command(
            "SELECT id, name, description, changed_at, changed_by FROM records WHERE id = @id", new { id = Text(id) }, cancellationToken));
        return row?.ToRecord();
    }

    public async Task<DataEventRecord> CreateAsync(RecordInput input, string sub, CancellationToken cancellationToken)
    {
        var record = new DataEventRecord(Guid.CreateVersion7(time.GetUtcNow()), input.Name, input.Description, Now(), sub);
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(Command(
            "INSERT INTO records (id, name, description, changed_at, changed_by) VALUES (@Id, @Name, @Description, @ChangedAt, @ChangedBy)",
            Parameters(record), cancellationToken));
        return record;
    }

    public async Task<DataEventRecord?> ChangeAsync(Guid id, RecordInput input, string sub, CancellationToken cancellationToken)
    {
        var record = new DataEventRecord(id, input.Name, input.Description, Now(), sub);
        await using var connection = await database.OpenAsync(cancellationToken);
        var changed = await connection.ExecuteAsync(Command(
            "UPDATE records SET name = @Name, description = @Description, changed_at = @ChangedAt, changed_by = @ChangedBy WHERE id = @Id",
            Parameters(record), cancellationToken));
        return changed == 1 ? record : null;
    }

    public async Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(Command("DELETE FROM records WHERE id = @id", new { id = Text(id) }, cancellationToken)) == 1;
    }

    // Stored in milliseconds, so returned in milliseconds: what POST answers is what GET answers.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    private static string Text(Guid id) => id.ToString("D");

    private static object Parameters(DataEventRecord record) => new
    {
        Id = Text(record.Id),
        record.Name,
        record.Description,
        ChangedAt = record.Timestamp.ToUnixTimeMilliseconds(),
        record.ChangedBy,
    };

    private static CommandDefinition Command(string sql, object? parameters, CancellationToken cancellationToken)
        => new(sql, parameters, cancellationToken: cancellationToken);

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string? Description { get; init; }

        public long Changed_At { get; init; }

        public string Changed_By { get; init; } = "";

        public DataEventRecord ToRecord() => new(Guid.Parse(Id), Name, Description, DateTimeOffset.FromUnixTimeMilliseconds(Changed_At), Changed_By);
    }
}
