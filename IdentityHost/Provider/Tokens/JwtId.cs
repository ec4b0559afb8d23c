using IdentityHost.Data;

namespace IdentityHost.Provider.Tokens;

/// <summary>The <c>jti</c> of an access token: its grant and a number used once. So one look-up finds whether the grant lives, without a row per token.</summary>
internal static class JwtId
{
    public static string New(string grantId) => $"{grantId}.{Secret.NewId()}";

    public static string? GrantOf(string jti) => jti.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? jti[..dot] : null;
}
