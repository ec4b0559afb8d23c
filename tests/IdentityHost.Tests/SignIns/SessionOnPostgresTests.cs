using IdentityHost.Tests.Core;

using Xunit;

namespace IdentityHost.Tests.SignIns;

[Collection(OnPostgres.Name)]
public sealed class SessionOnPostgresTests(PostgresCore host) : SessionContract(host);
