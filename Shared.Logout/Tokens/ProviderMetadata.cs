using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Shared.Logout.Tokens;

/// <summary>What the discovery document says, as far as this library asks.</summary>
/// <param name="Issuer">The issuer, exactly.</param>
/// <param name="KeysAddress">The <c>jwks_uri</c>.</param>
/// <param name="RevocationEndpoint">RFC 7009, or null.</param>
/// <param name="BackChannelLogoutSupported">Null where the document does not say.</param>
/// <param name="ReadAt">When the document was read, by this clock.</param>
/// <param name="ProviderTime">The answer's <c>Date</c>, by the provider's clock.</param>
internal sealed record ProviderMetadata(
    string Issuer, Uri KeysAddress, Uri? RevocationEndpoint, bool? BackChannelLogoutSupported, DateTimeOffset ReadAt, DateTimeOffset? ProviderTime)
{
    public static bool TryRead(
        byte[] utf8, Uri source, DateTimeOffset readAt, DateTimeOffset? providerTime, [NotNullWhen(true)] out ProviderMetadata? metadata)
    {
        metadata = null;
        try
        {
            using var document = JsonDocument.Parse(utf8);
            var json = document.RootElement;
            if (json.ValueKind is not JsonValueKind.Object || !json.TryReadText("issuer"u8, 2048, out var issuer) || issuer is null
                || Address(json, "jwks_uri"u8, source) is not { } keys)
                return false;
            bool? supported = json.TryGetProperty("backchannel_logout_supported"u8, out var flag) && flag.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? flag.ValueKind is JsonValueKind.True
                : null;
            metadata = new ProviderMetadata(issuer, keys, Address(json, "revocation_endpoint"u8, source), supported, readAt, providerTime);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;   // no JSON, or text that is no text
        }
    }

    // A document that came over https must not send us to http for the keys, nor to anything else.
    private static Uri? Address(JsonElement json, ReadOnlySpan<byte> name, Uri source)
        => json.TryReadText(name, 2048, out var text) && Uri.TryCreate(text, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && source.Scheme == Uri.UriSchemeHttp))
            ? address
            : null;
}
