using System.Buffers.Text;
using System.Text;
using System.Text.Json;

using IdentityHost.Provider.Keys;

namespace IdentityHost.Provider.Tokens;

/// <summary>
/// Reads back what this provider signed: hints at end_session and authorize, access tokens at userinfo and introspection. Says nothing about
/// expiry: a hint may be old, an access token may not.
/// </summary>
internal sealed class OwnTokenReader(SigningKeys keys, IssuerUrls issuer)
{
    private const int MaxLength = 16 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The claims, or null when this is not a token of ours of that type.</summary>
    public async ValueTask<OwnToken?> ReadAsync(string token, string type, CancellationToken cancellationToken)
    {
        if (token.Length > MaxLength || token.Split('.') is not [var header, var payload, var signature])
            return null;
        if (Parse(header) is not { } head || OwnToken.Text(head, "typ") != type || OwnToken.Text(head, "kid") is not { } kid || head.TryGetProperty("crit", out _))
            return null;
        if (await keys.FindAsync(kid, cancellationToken) is not { } key || OwnToken.Text(head, "alg") != key.Alg)
            return null;    // the key decides on the algorithm, never the token
        if (Decode(signature) is not { } bytes || !key.Verify($"{header}.{payload}", bytes))
            return null;
        return Parse(payload) is { } claims && OwnToken.Text(claims, "iss") == issuer.Issuer ? new OwnToken(claims) : null;
    }

    private static JsonElement? Parse(string part)
    {
        if (Decode(part) is not { } bytes)
            return null;
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)   // there is no TryParse that says no to duplicates
        {
            return null;
        }
    }

    private static byte[]? Decode(string part)
    {
        foreach (var c in part)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                return null;    // the framework's decoder lets padding and white space pass
        return part.Length > 0 && Base64Url.IsValid(part) ? Base64Url.DecodeFromUtf8(Encoding.ASCII.GetBytes(part)) : null;
    }
}
