using System.Text.Json;

namespace Shared.Logout.Tokens;

/// <summary>A compact JWS, taken apart. Its claims are not to be believed before <see cref="IsSignedBy"/>.</summary>
internal sealed class SignedToken : IDisposable
{
    private readonly ReadOnlyMemory<byte> _signingInput;
    private readonly ReadOnlyMemory<byte> _signature;
    private readonly JsonDocument _claims;

    private SignedToken(ReadOnlyMemory<byte> signingInput, ReadOnlyMemory<byte> signature, TokenHeader header, JsonDocument claims)
        => (_signingInput, _signature, Header, _claims) = (signingInput, signature, header, claims);

    public TokenHeader Header { get; }

    public JsonElement Claims => _claims.RootElement;

    public static LogoutTokenError TryRead(ReadOnlyMemory<byte> token, out SignedToken? signed)
    {
        signed = null;
        var parts = new ReadOnlyMemory<byte>[3];
        if (!CompactToken.TryDecode(token.Span, parts) || !StrictJson.TryParseObject(parts[0], out var headerJson))
            return LogoutTokenError.MalformedToken;
        TokenHeader header;
        using (headerJson)
        {
            if (TokenHeader.Read(headerJson.RootElement, out header) is var refusal and not LogoutTokenError.None)
                return refusal;
        }

        if (!StrictJson.TryParseObject(parts[1], out var claims))
            return LogoutTokenError.MalformedToken;
        signed = new SignedToken(token[..token.Span.LastIndexOf((byte)'.')], parts[2], header, claims);
        return LogoutTokenError.None;
    }

    public bool IsSignedBy(KeySet.Candidates keys) => keys.Verify(Header.Algorithm, _signingInput.Span, _signature.Span);

    public void Dispose() => _claims.Dispose();
}
