using System.Xml.Linq;

using Dapper;

using Microsoft.AspNetCore.DataProtection.Repositories;

namespace IdentityHost.Data;

/// <summary>Data protection keys in our database: shared by all nodes on PostgreSQL, and one file to back up on SQLite.</summary>
internal sealed class DataProtectionKeyRepository(IDatabase database, TimeProvider time) : IXmlRepository
{
    // The framework's interface is synchronous. It is called at start and once per key rotation, never per request.
    public IReadOnlyCollection<XElement> GetAllElements() => Task.Run(ReadAsync).GetAwaiter().GetResult();

    public void StoreElement(XElement element, string friendlyName)
        => Task.Run(() => StoreAsync(element, friendlyName)).GetAwaiter().GetResult();

    private async Task<IReadOnlyCollection<XElement>> ReadAsync()
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        var rows = await connection.QueryAsync<string>("SELECT xml FROM data_protection_keys ORDER BY created_at, id");
        return [.. rows.Select(row => XElement.Parse(row))];
    }

    private Task<int> StoreAsync(XElement element, string name) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteAsync(
            "INSERT INTO data_protection_keys (id, xml, created_at) VALUES (@id, @xml, @now)",
            new { id = $"{name}.{Secret.NewId()}", xml = element.ToString(SaveOptions.DisableFormatting), now = time.GetUtcNow() },
            transaction),
        CancellationToken.None);
}
