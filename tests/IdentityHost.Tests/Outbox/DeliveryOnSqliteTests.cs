using IdentityHost.Tests.Core;

using Xunit;

namespace IdentityHost.Tests.Outbox;

[Collection(OnSqlite.Name)]
public sealed class DeliveryOnSqliteTests(SqliteCore host) : DeliveryContract(host);
