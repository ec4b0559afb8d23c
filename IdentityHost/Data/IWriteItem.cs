using System.Data.Common;

namespace IdentityHost.Data;

/// <summary>One caller's work inside a commit that it shares with others.</summary>
internal interface IWriteItem
{
    bool IsCancelled { get; }

    Task RunAsync(DbConnection connection, DbTransaction transaction);

    /// <summary>The commit is on disk: tell the caller.</summary>
    void Complete();

    void Fail(Exception exception);
}
