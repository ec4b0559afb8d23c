using System.Net;
using System.Threading.RateLimiting;

namespace Shared.Logout.Http;

/// <summary>
/// Keeps a flood of bad tokens from taking the machine. Genuine tokens never meet it: an address is limited only after it has sent many
/// bad ones within moments, and then in how many requests it has under way, not in how many it sends.
/// </summary>
internal sealed class FloodGate(TimeProvider time) : IDisposable
{
    /// <summary>Bad tokens within <see cref="Window"/> from which on an address is limited.</summary>
    public const int Tolerated = 100;

    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    // A power of two. Addresses that share a slot share its count: an innocent one is at worst limited as described, never shut out.
    private const int Slots = 4096;

    private readonly long[] _slots = new long[Slots];
    private readonly ConcurrencyLimiter _everyone = Limiter(1024, 4096);
    private readonly ConcurrencyLimiter _flooding = Limiter(16, 64);

    /// <summary>Lets the request in, at once as a rule. Not acquired: too many of a flood are waiting already.</summary>
    public ValueTask<RateLimitLease> EnterAsync(IPAddress? address, CancellationToken cancellationToken)
        => (IsFlooding(address) ? _flooding : _everyone).AcquireAsync(1, cancellationToken);

    public bool IsFlooding(IPAddress? address) => Count(Volatile.Read(ref _slots[Slot(address)])) >= Tolerated;

    /// <summary>Counts a bad token. True: with this one the address became a flood.</summary>
    public bool CountRefusal(IPAddress? address)
    {
        ref var slot = ref _slots[Slot(address)];
        while (true)
        {
            var seen = Volatile.Read(ref slot);
            var count = Count(seen) + 1;
            if (Interlocked.CompareExchange(ref slot, Pack(count), seen) == seen)
                return count == Tolerated;
        }
    }

    public void Dispose()
    {
        _everyone.Dispose();
        _flooding.Dispose();
    }

    private static ConcurrencyLimiter Limiter(int permits, int queue)
        => new(new ConcurrencyLimiterOptions { PermitLimit = permits, QueueLimit = queue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    // A slot holds the window's number above the count, so that one exchange changes both.
    private long Pack(int count) => (CurrentWindow() << 20) | (uint)Math.Min(count, (1 << 20) - 1);

    private int Count(long slot) => slot >> 20 == CurrentWindow() ? (int)(slot & ((1 << 20) - 1)) : 0;

    private long CurrentWindow() => time.GetUtcNow().Ticks / Window.Ticks;

    // Whoever has one IPv6 address has its /64.
    private static int Slot(IPAddress? address)
    {
        if (address is null)
            return 0;
        Span<byte> bytes = stackalloc byte[16];
        (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).TryWriteBytes(bytes, out var length);
        var hash = new HashCode();   // seeded per process, so that nobody can aim at another's slot
        hash.AddBytes(bytes[..Math.Min(length, 8)]);
        return hash.ToHashCode() & (Slots - 1);
    }
}
