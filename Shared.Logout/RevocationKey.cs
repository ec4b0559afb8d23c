using System.Buffers.Binary;
using System.Buffers.Text;

namespace Shared.Logout;

/// <summary>128 bits of a SHA-256 over issuer, client and <c>sid</c> or <c>sub</c>. Equal inputs give equal keys on every instance; a key names no person.</summary>
/// <param name="High">The first eight bytes, big-endian.</param>
/// <param name="Low">The last eight bytes, big-endian.</param>
public readonly record struct RevocationKey(ulong High, ulong Low)
{
    /// <summary>The number of bytes that <see cref="TryWriteBytes"/> writes.</summary>
    public const int Size = 16;

    /// <summary>Writes the key, big-endian, and returns false where <paramref name="destination"/> is too short.</summary>
    public bool TryWriteBytes(Span<byte> destination)
        => BinaryPrimitives.TryWriteUInt64BigEndian(destination, High)
        && BinaryPrimitives.TryWriteUInt64BigEndian(destination[8..], Low);

    /// <summary>Reads a key from its first <see cref="Size"/> bytes.</summary>
    public static RevocationKey Read(ReadOnlySpan<byte> source)
        => new(BinaryPrimitives.ReadUInt64BigEndian(source), BinaryPrimitives.ReadUInt64BigEndian(source[8..]));

    /// <summary>Returns 22 base64url characters.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        TryWriteBytes(bytes);
        return Base64Url.EncodeToString(bytes);
    }
}
