using System.Buffers.Text;
using System.Globalization;

namespace Shared.Logout.Storage;

/// <summary>A revocation as three words, the same in files, caches and Redis: key, cutoff and expiry in unix seconds. <c>-</c> is "all" or "never".</summary>
internal static class RevocationText
{
    public const int KeyLength = 22;

    public static string Write(Revocation revocation) => $"{revocation.Key} {Seconds(revocation.Cutoff)} {Seconds(revocation.ExpiresAt)}";

    public static string Seconds(DateTimeOffset time)
        => time == DateTimeOffset.MaxValue ? "-" : Ceiling(time).ToString(CultureInfo.InvariantCulture);

    /// <summary>Takes the next revocation off the front of <paramref name="text"/>.</summary>
    public static bool TryRead(ref ReadOnlySpan<char> text, out RevocationKey key, out DateTimeOffset cutoff, out DateTimeOffset expiresAt)
    {
        cutoff = expiresAt = default;
        return TryReadKey(Word(ref text), out key) && TryReadTime(Word(ref text), out cutoff) && TryReadTime(Word(ref text), out expiresAt);
    }

    public static bool TryReadKey(ReadOnlySpan<char> word, out RevocationKey key)
    {
        key = default;
        Span<byte> bytes = stackalloc byte[RevocationKey.Size];
        if (word.Length != KeyLength || !Base64Url.TryDecodeFromChars(word, bytes, out var written) || written != RevocationKey.Size)
            return false;
        key = RevocationKey.Read(bytes);
        return true;
    }

    public static bool TryReadTime(ReadOnlySpan<char> word, out DateTimeOffset time)
    {
        time = DateTimeOffset.MaxValue;
        if (word is "-")
            return true;
        if (!long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return false;
        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    /// <summary>Takes the next word off the front of <paramref name="text"/>.</summary>
    public static ReadOnlySpan<char> Word(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(' ');
        var word = end < 0 ? text : text[..end];
        text = end < 0 ? [] : text[(end + 1)..];
        return word;
    }

    // Rounded up: a record must not vanish before its cookie does. Cutoffs are whole seconds already.
    private static long Ceiling(DateTimeOffset time)
        => Math.Max(0, time.ToUnixTimeSeconds() + (time.Ticks % TimeSpan.TicksPerSecond == 0 ? 0 : 1));
}
