namespace IdentityHost.Provider.Tokens;

/// <summary>The <c>typ</c> of what this provider signs. One kind of token can never pass for another.</summary>
internal static class TokenTypes
{
    public const string IdToken = "JWT";
    public const string AccessToken = "at+jwt";     // RFC 9068
}
