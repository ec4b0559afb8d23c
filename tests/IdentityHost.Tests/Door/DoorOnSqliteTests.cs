using IdentityHost.Tests.Core;

using Xunit;
using Xunit.Abstractions;

namespace IdentityHost.Tests.Door;

[Collection(OnSqlite.Name)]
public sealed class DoorOnSqliteTests(SqliteCore host, ITestOutputHelper output) : DoorContract(host, output);
