using Microsoft.Extensions.Logging.Abstractions;
using Shared.Logout.Storage;

namespace Shared.Logout.UnitTests.Storage;

/// <summary>A file store with its own replica in a directory that a test may tamper with.</summary>
internal static class FileStore
{
    public static FileRevocationStore In(string directory, TimeProvider? time = null)
        => new(directory, new RevocationTable(time ?? TimeProvider.System), time ?? TimeProvider.System, NullLogger<FileRevocationStore>.Instance);

    public static string Log(string directory) => Path.Combine(directory, "revocations.log");
}
