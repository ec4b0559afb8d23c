using System.Text;
using Shared.Logout.Storage;
using StackExchange.Redis;

namespace Shared.Logout.Redis;

/// <summary>One logout in the stream: field <c>r</c> holds one or more revocations as words, <c>why</c> and <c>by</c> are for display.</summary>
internal static class RedisLogEntry
{
    private const int MaxLength = 4096; // some eighty revocations; a logout has one or two

    public static string Write(IReadOnlyList<Revocation> revocations)
        => revocations.Count == 1 ? RevocationText.Write(revocations[0]) : string.Join(' ', revocations.Select(RevocationText.Write));

    /// <summary>Reads an element of XRANGE's answer into <paramref name="destination"/>. Returns false where it is not one of ours.</summary>
    public static bool TryRead(RedisResult entry, List<Revocation> destination)
    {
        // By bytes: a start reads a million of these.
        var fields = (RedisResult[]?)((RedisResult[]?)entry)?[1] ?? [];
        byte[]? text = null;
        string? reason = null, initiator = null;
        for (var i = 0; i + 1 < fields.Length; i += 2)
        {
            var name = ((byte[]?)fields[i]).AsSpan();
            if (name.SequenceEqual("r"u8))
                text = (byte[]?)fields[i + 1];
            else if (name.SequenceEqual("why"u8))
                reason = (string?)fields[i + 1];
            else if (name.SequenceEqual("by"u8))
                initiator = (string?)fields[i + 1];
        }

        if (text is not { Length: > 0 and <= MaxLength })
            return false;
        Span<char> characters = stackalloc char[text.Length];
        Encoding.Latin1.GetChars(text, characters);
        for (ReadOnlySpan<char> left = characters; !left.IsEmpty;)
        {
            if (!RevocationText.TryRead(ref left, out var key, out var cutoff, out var expiresAt))
                return false;
            destination.Add(new Revocation(key, cutoff, expiresAt) { Reason = reason, InitiatedBy = initiator });
        }

        return true;
    }

    public static string Position(RedisResult entry) => (string)((RedisResult[])entry!)![0]!;
}
