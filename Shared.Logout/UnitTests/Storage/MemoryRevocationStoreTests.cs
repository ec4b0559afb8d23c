using Shared.Logout.Contract;
using Shared.Logout.Storage;

namespace Shared.Logout.UnitTests.Storage;

public sealed class MemoryRevocationStoreTests : AtomicStoreContract
{
    protected override IRevocationStore Store { get; } = new MemoryRevocationStore(new RevocationTable(TimeProvider.System), TimeProvider.System);
}
