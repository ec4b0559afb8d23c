using IdentityHost.Tests.Core;

using Xunit;

namespace IdentityHost.Tests.Door;

[Collection(OnPostgres.Name)]
public sealed class CleanUpOnPostgresTests(PostgresCore host) : CleanUpContract(host);
