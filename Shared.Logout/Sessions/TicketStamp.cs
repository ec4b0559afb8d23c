using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authentication;

namespace Shared.Logout.Sessions;

/// <summary>The stamp as it stands in a ticket's properties: one entry of fixed size, read without allocation.</summary>
internal readonly record struct TicketStamp(StampKind Kind, SessionStamp Session)
{
    /// <summary>The name of the entry. It travels inside cookies that are alive, so it never changes.</summary>
    public const string ItemName = ".Logout.Session";

    private const byte Version = 1;
    private const int Size = 2 + sizeof(long) + (3 * RevocationKey.Size);

    public static bool TryRead(AuthenticationProperties properties, out TicketStamp stamp)
    {
        stamp = default;
        return properties.Items.TryGetValue(ItemName, out var text) && TryParse(text, out stamp);
    }

    public void Write(AuthenticationProperties properties) => properties.Items[ItemName] = ToString();

    /// <summary>Returns base64url.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes[0] = Version;
        bytes[1] = (byte)Kind;
        BinaryPrimitives.WriteInt64BigEndian(bytes[2..], Session.StartedAt);
        Session.First.TryWriteBytes(bytes[10..]);
        Session.Second.TryWriteBytes(bytes[26..]);
        Session.Subject.TryWriteBytes(bytes[42..]);
        return Base64Url.EncodeToString(bytes);
    }

    private static bool TryParse([NotNullWhen(true)] string? text, out TicketStamp stamp)
    {
        stamp = default;
        Span<byte> bytes = stackalloc byte[Size];
        // The ticket is encrypted and authenticated, so what does not parse was written by another version, and counts as absent.
        if (text is null || text.Length != Base64Url.GetEncodedLength(Size)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var written) || written != Size
            || bytes[0] != Version || bytes[1] > (byte)StampKind.Stillborn)
        {
            return false;
        }

        stamp = new TicketStamp((StampKind)bytes[1], new SessionStamp(
            RevocationKey.Read(bytes[10..]), RevocationKey.Read(bytes[26..]), RevocationKey.Read(bytes[42..]), BinaryPrimitives.ReadInt64BigEndian(bytes[2..])));
        return true;
    }
}
