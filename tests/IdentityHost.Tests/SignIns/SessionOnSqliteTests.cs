using IdentityHost.Tests.Core;

using Xunit;

namespace IdentityHost.Tests.SignIns;

[Collection(OnSqlite.Name)]
public sealed class SessionOnSqliteTests(SqliteCore host) : SessionContract(host);
