using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Shared.Logout.Sessions;

/// <summary>
/// Every key under which a revocation can meet a session. Four kinds, so that a token ends what it says and nothing else:
/// <c>sid</c> alone; <c>sid</c> with <c>sub</c>; <c>sub</c>; <c>sub</c> for sessions that have no <c>sid</c>.
/// </summary>
internal static class SessionKeys
{
    private const int MaxOnStack = 512;

    public static RevocationKey Session(string issuer, string clientId, string sid) => Hash('s', issuer, clientId, sid);

    public static RevocationKey SessionOfSubject(string issuer, string clientId, string sid, string sub) => Hash('b', issuer, clientId, sid, sub);

    public static RevocationKey Subject(string issuer, string clientId, string sub) => Hash('u', issuer, clientId, sub);

    public static RevocationKey SubjectWithoutSession(string issuer, string clientId, string sub) => Hash('n', issuer, clientId, sub);

    public static RevocationKey TokenId(string issuer, string clientId, string jti) => Hash('j', issuer, clientId, jti);

    // Each part is preceded by its length, so ("ab","c") and ("a","bc") cannot meet; hashed, so that a key names nobody.
    private static RevocationKey Hash(char kind, params ReadOnlySpan<string> parts)
    {
        var length = 1;
        foreach (var part in parts)
            length += sizeof(int) + Encoding.UTF8.GetByteCount(part);
        var text = length <= MaxOnStack ? stackalloc byte[MaxOnStack] : new byte[length];
        text[0] = (byte)kind;
        var at = 1;
        foreach (var part in parts)
        {
            var written = Encoding.UTF8.GetBytes(part, text[(at + sizeof(int))..]);
            BinaryPrimitives.WriteInt32LittleEndian(text[at..], written);
            at += sizeof(int) + written;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..at], hash);
        return RevocationKey.Read(hash);
    }
}
