using IdentityHost.Tests.Core;

using Xunit;
using Xunit.Abstractions;

namespace IdentityHost.Tests.Door;

[Collection(OnPostgres.Name)]
public sealed class DoorOnPostgresTests(PostgresCore host, ITestOutputHelper output) : DoorContract(host, output);
