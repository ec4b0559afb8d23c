using Shared.Logout;

namespace Bench.Harness;

/// <summary>Keys as a hash makes them, quickly and the same in every run (SplitMix64).</summary>
internal sealed class Keys(ulong seed)
{
    private ulong _state = seed;

    public RevocationKey Next() => new(Word(), Word());

    private ulong Word()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
