using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Shared.Logout.Storage;

/// <summary>
/// An open-addressing hash set with one tag byte per slot, read sixteen at a time. A session that is not revoked, which is nearly every session,
/// is decided by one or two tag groups without touching a slot. Readers take no lock: a slot's key never changes once its tag is visible, and
/// growth and purging publish a new pair of arrays.
/// </summary>
internal sealed class RevocationShard
{
    private const int GroupSize = 16;
    private const int FullGroup = 14; // of 16, on average: 7/8 full at most, so that a probe always meets an empty slot
    private const uint AllTaken = 0xFFFF;

    private readonly Lock _writing = new();
    private volatile Arrays _arrays = Arrays.Empty;
    private int _count;

    /// <summary>Slots in use, expired ones included.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Returns 0 where <paramref name="key"/> is certainly absent; one load from memory and no branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Suspect(in RevocationKey key) => _arrays.Suspect(key);

    /// <summary>Returns the times of <paramref name="key"/>, or 0 where it is absent. Expiry is the caller's to check.</summary>
    public ulong Find(in RevocationKey key) => _arrays.Find(key);

    /// <summary>Adds or merges. Returns whether sessions end by it that did not before.</summary>
    public bool Add(in RevocationKey key, ulong times, long now)
    {
        lock (_writing)
        {
            var arrays = _arrays;
            ref var slot = ref arrays.SlotOf(key);
            if (!Unsafe.IsNullRef(ref slot))
            {
                var known = slot.Times;
                var alive = RevocationSlot.IsLive(known, now);
                Volatile.Write(ref slot.Times, alive ? RevocationSlot.Merge(known, times) : times);
                return !alive || RevocationSlot.Cutoff(times) > RevocationSlot.Cutoff(known);
            }

            if (_count >= arrays.Groups * FullGroup)
                arrays = Rebuild(arrays, now, spare: true);
            arrays.Insert(key, times);
            _count++;
            return true;
        }
    }

    /// <summary>Drops expired slots where they are worth the copy.</summary>
    public void Purge(long now)
    {
        lock (_writing)
        {
            var arrays = _arrays;
            var expired = _count - arrays.CountLive(now);
            if (expired > 0 && expired >= _count / 8)
                Rebuild(arrays, now, spare: false);
        }
    }

    public bool HasLive(long now) => Count > 0 && _arrays.CountLive(now) > 0;

    public void CopyLive(List<Revocation> destination, long now)
    {
        foreach (ref var slot in _arrays.Slots.AsSpan())
        {
            var times = Volatile.Read(ref slot.Times);
            if (times != 0 && RevocationSlot.IsLive(times, now))
                destination.Add(RevocationSlot.Unpack(new(slot.High, slot.Low), times));
        }
    }

    private Arrays Rebuild(Arrays old, long now, bool spare)
    {
        var live = old.CountLive(now);
        // Half as much again: between 29 and 43 bytes per revocation, whatever their number.
        var groups = ((live + (spare ? live / 2 : live / 8)) / FullGroup) + 1;
        var fresh = new Arrays(groups);
        foreach (ref var slot in old.Slots.AsSpan())
        {
            if (slot.Times != 0 && RevocationSlot.IsLive(slot.Times, now))
                fresh.Insert(new(slot.High, slot.Low), slot.Times);
        }

        _count = live;
        _arrays = fresh;
        return fresh;
    }

    private sealed class Arrays(int groups)
    {
        public static readonly Arrays Empty = new(0);

        // An empty table still has one group of tags, so that a reader needs no special case.
        private readonly byte[] _tags = new byte[Math.Max(1, groups) * GroupSize];

        public int Groups { get; } = groups;

        public RevocationSlot[] Slots { get; } = new RevocationSlot[groups * GroupSize];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public uint Suspect(in RevocationKey key)
        {
            var found = Vector128.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_tags), (nuint)FirstGroup(key) * GroupSize);
            var taken = found.ExtractMostSignificantBits();
            return Vector128.Equals(found, Vector128.Create(Tag(key))).ExtractMostSignificantBits() | ((taken + 1) >> GroupSize);
        }

        public ulong Find(in RevocationKey key)
        {
            ref var slot = ref SlotOf(key);
            return Unsafe.IsNullRef(ref slot) ? 0 : Volatile.Read(ref slot.Times);
        }

        public ref RevocationSlot SlotOf(in RevocationKey key)
        {
            ref var tags = ref MemoryMarshal.GetArrayDataReference(_tags);
            ref var slots = ref MemoryMarshal.GetArrayDataReference(Slots);
            var wanted = Vector128.Create(Tag(key));
            var group = FirstGroup(key);
            while (true)
            {
                var found = Vector128.LoadUnsafe(ref tags, (nuint)group * GroupSize);
                for (var hits = Vector128.Equals(found, wanted).ExtractMostSignificantBits(); hits != 0; hits &= hits - 1)
                {
                    ref var slot = ref Unsafe.Add(ref slots, (group * GroupSize) + BitOperations.TrailingZeroCount(hits));
                    // Read before the key: the writer publishes the times after the key. 0 is a slot that is being written right now.
                    if (Volatile.Read(ref slot.Times) != 0 && slot.High == key.High && slot.Low == key.Low)
                        return ref slot;
                }

                if (found.ExtractMostSignificantBits() != AllTaken)
                    return ref Unsafe.NullRef<RevocationSlot>();
                group = group + 1 == Groups ? 0 : group + 1;
            }
        }

        public void Insert(in RevocationKey key, ulong times)
        {
            for (var group = FirstGroup(key); ; group = group + 1 == Groups ? 0 : group + 1)
            {
                var place = _tags.AsSpan(group * GroupSize, GroupSize).IndexOf((byte)0);
                if (place < 0)
                    continue;
                ref var slot = ref Slots[(group * GroupSize) + place];
                slot.High = key.High;
                slot.Low = key.Low;
                Volatile.Write(ref slot.Times, times);
                Volatile.Write(ref _tags[(group * GroupSize) + place], Tag(key));
                return;
            }
        }

        public int CountLive(long now)
        {
            var live = 0;
            foreach (ref var slot in Slots.AsSpan())
            {
                if (slot.Times != 0 && RevocationSlot.IsLive(slot.Times, now))
                    live++;
            }

            return live;
        }

        // Keys are SHA-256, so any bits serve: the top byte chose the shard, the bottom seven make the tag, the other half the group.
        private static byte Tag(in RevocationKey key) => (byte)(0x80 | (key.High & 0x7F));

        private int FirstGroup(in RevocationKey key) => (int)(((key.Low >> 32) * (uint)Groups) >> 32);
    }
}
