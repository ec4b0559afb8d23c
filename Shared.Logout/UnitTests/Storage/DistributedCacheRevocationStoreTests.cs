using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Shared.Logout.Contract;
using Shared.Logout.Storage;

namespace Shared.Logout.UnitTests.Storage;

public sealed class DistributedCacheRevocationStoreTests : RevocationStoreContract
{
    protected override IRevocationStore Store { get; } = new DistributedCacheRevocationStore(
        new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions())), TimeProvider.System);

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task A_cache_that_throws_is_an_outage_and_not_a_verdict(bool itsOwnTimeout)
    {
        var store = new DistributedCacheRevocationStore(
            new BrokenCache(() => itsOwnTimeout ? new TaskCanceledException("no answer in time") : new InvalidOperationException("no connection")), TimeProvider.System);
        await Assert.ThrowsAsync<RevocationStoreException>(() => store.FindAsync(NewKey(), default).AsTask());
        await Assert.ThrowsAsync<RevocationStoreException>(() => store.RecordAsync(NewKey(), Later, [Some()], default).AsTask());
    }

    private sealed class BrokenCache(Func<Exception> fault) : IDistributedCache
    {
        public byte[]? Get(string key) => throw fault();

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => throw fault();

        public void Refresh(string key) => throw fault();

        public Task RefreshAsync(string key, CancellationToken token = default) => throw fault();

        public void Remove(string key) => throw fault();

        public Task RemoveAsync(string key, CancellationToken token = default) => throw fault();

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw fault();

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
            => throw fault();
    }
}
