using System.Security.Cryptography;
using System.Text;

namespace IdentityHost.Provider.Clients;

/// <summary>Compares secrets in time that depends on neither of them.</summary>
internal static class SecretComparer
{
    private const string HashPrefix = "sha256:";

    public static bool Matches(IEnumerable<string> configured, string presented)
    {
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(presented), given);
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        var found = false;
        foreach (var secret in configured)
        {
            expected.Clear();
            var usable = !secret.StartsWith(HashPrefix, StringComparison.Ordinal)
                ? SHA256.TryHashData(Encoding.UTF8.GetBytes(secret), expected, out _)
                : Convert.TryFromBase64String(secret[HashPrefix.Length..], expected, out var length) && length == expected.Length;
            found |= usable & CryptographicOperations.FixedTimeEquals(given, expected);    // no early way out
        }
        return found;
    }
}
