using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace IdentityHost.Data;

/// <summary>Random values that open something, and the form in which the database keeps them.</summary>
internal static class Secret
{
    /// <summary>256 random bits, base64url.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>128 random bits, base64url: unguessable, but an identifier and not a secret.</summary>
    public static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    public static string Hash(string value) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(value)));
}
