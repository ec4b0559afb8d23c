using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

using IdentityHost.Provider.Http;

using Microsoft.Extensions.Options;

namespace IdentityHost.Provider.Keys;

/// <summary>GET the key set: the key that signs, the next one already, and old ones as long as their tokens are in use.</summary>
internal sealed class JwksEndpoint(SigningKeys keys, IOptions<ProviderOptions> options, TimeProvider time) : IProtocolEndpoint
{
    public async Task HandleAsync(HttpContext http)
    {
        var set = await keys.GetAsync(http.RequestAborted);
        // A cache must be over before an announced key signs; half of that time also covers a node that read the keys late.
        var age = Math.Min(TimeSpan.FromHours(1).TotalSeconds, options.Value.KeyAnnouncement.TotalSeconds / 2);
        http.Response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={(int)age}");
        http.Response.Headers.Remove("Pragma");
        await http.Response.WriteJsonAsync(StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray("keys");
            foreach (var key in set.PublishedAt(time.GetUtcNow()))
            {
                json.WriteStartObject();
                json.WriteString("kid", key.Kid);
                json.WriteString("use", "sig");
                json.WriteString("alg", key.Alg);
                WritePublic(json, key);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }

    private static void WritePublic(Utf8JsonWriter json, SigningKey key)
    {
        if (key.Alg == SigningAlgorithms.Es256)
        {
            var point = key.Read(pair => ((ECDsa)pair).ExportParameters(false)).Q;
            json.WriteString("kty", "EC");
            json.WriteString("crv", "P-256");
            json.WriteString("x", Base64Url.EncodeToString(point.X));
            json.WriteString("y", Base64Url.EncodeToString(point.Y));
            return;
        }
        var parameters = key.Read(pair => ((RSA)pair).ExportParameters(false));
        json.WriteString("kty", "RSA");
        json.WriteString("n", Base64Url.EncodeToString(parameters.Modulus));
        json.WriteString("e", Base64Url.EncodeToString(parameters.Exponent));
    }
}
