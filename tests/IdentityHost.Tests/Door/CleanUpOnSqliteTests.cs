using IdentityHost.Tests.Core;

using Xunit;

namespace IdentityHost.Tests.Door;

[Collection(OnSqlite.Name)]
public sealed class CleanUpOnSqliteTests(SqliteCore host) : CleanUpContract(host);
