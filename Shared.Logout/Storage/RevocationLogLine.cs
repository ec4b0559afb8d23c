using System.Globalization;
using System.Numerics;
using System.Text;

namespace Shared.Logout.Storage;

/// <summary>One logout in the file: checksum, token id and its expiry (<c>-</c> where there is none), then any number of revocations.</summary>
internal static class RevocationLogLine
{
    public const string Header = "shared-logout revocations 1\n";
    private const int ChecksumLength = 8;

    public static void Append(StringBuilder destination, (RevocationKey Id, DateTimeOffset ExpiresAt)? token, IReadOnlyList<Revocation> revocations)
    {
        var text = new StringBuilder(token is { } known ? $"{known.Id} {RevocationText.Seconds(known.ExpiresAt)}" : "- -");
        foreach (var revocation in revocations)
            text.Append(' ').Append(RevocationText.Write(revocation));
        var line = text.ToString();
        destination.Append(CultureInfo.InvariantCulture, $"{Checksum(line):x8} {line}\n");
    }

    /// <summary>Reads a line without its end. Returns false where it is not what was written.</summary>
    public static bool TryRead(ReadOnlySpan<char> line, RevocationTable tokens, RevocationTable revocations)
    {
        if (line.Length <= ChecksumLength
            || !uint.TryParse(line[..ChecksumLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var checksum)
            || checksum != Checksum(line[(ChecksumLength + 1)..]))
        {
            return false;
        }

        var text = line[(ChecksumLength + 1)..];
        var token = RevocationText.Word(ref text);
        if (!RevocationText.TryReadTime(RevocationText.Word(ref text), out var tokenExpiresAt))
            return false;
        if (RevocationText.TryReadKey(token, out var id))
            tokens.Add(new Revocation(id, DateTimeOffset.MaxValue, tokenExpiresAt));
        while (!text.IsEmpty)
        {
            if (!RevocationText.TryRead(ref text, out var key, out var cutoff, out var expiresAt))
                return false;
            revocations.Add(new Revocation(key, cutoff, expiresAt));
        }

        return true;
    }

    // The text is ASCII; a damaged byte shows as another character, so the characters may be summed.
    private static uint Checksum(ReadOnlySpan<char> text)
    {
        var sum = uint.MaxValue;
        foreach (var character in text)
            sum = BitOperations.Crc32C(sum, (ushort)character);
        return ~sum;
    }
}
