using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace IdentityHost.Provider.Interaction;

/// <summary>
/// Values that travel through the browser between engine and pages: nobody can read, make or change them, and they end. Nothing is stored, so a
/// thousand abandoned sign-ins leave nothing behind, and every node understands them.
/// </summary>
internal sealed class SealedValues(IDataProtectionProvider protection, IOptions<ProviderOptions> options, TimeProvider time)
{
    private sealed record Envelope<T>(long At, T Value);

    public string Seal<T>(string purpose, T value)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new Envelope<T>(time.GetUtcNow().ToUnixTimeMilliseconds(), value));
        return Base64Url.EncodeToString(Protector(purpose).Protect(json));
    }

    /// <summary>Null when it is not ours, for something else, or too old.</summary>
    public T? Open<T>(string purpose, string? text)
        where T : class
    {
        if (string.IsNullOrEmpty(text) || !Base64Url.IsValid(text))
            return null;
        try
        {
            var json = Protector(purpose).Unprotect(Base64Url.DecodeFromUtf8(Encoding.UTF8.GetBytes(text)));
            var envelope = JsonSerializer.Deserialize<Envelope<T>>(json)!;
            return time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(envelope.At) <= options.Value.InteractionLifetime ? envelope.Value : null;
        }
        catch (CryptographicException)  // changed, made up, or sealed for another purpose
        {
            return null;
        }
    }

    private IDataProtector Protector(string purpose) => protection.CreateProtector("IdentityHost.Provider.v1", purpose);
}
