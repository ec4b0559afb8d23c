using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace IdentityHost.Tests.Provider;

internal static class Pkce
{
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";      // RFC 7636 appendix B

    public static string Challenge(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}
