using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;

using IdentityHost.Provider.Http;

namespace IdentityHost.Provider.Keys;

/// <summary>Makes compact JWS. Keys and headers are ready; a signature costs the signature.</summary>
internal sealed class TokenSigner(SigningKeys keys, TimeProvider time) : ITokenSigner
{
    private readonly ConcurrentDictionary<(string Kid, string Type), string> _headers = new();

    public ValueTask<string> SignAsync(string algorithm, string type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var set = keys.GetAsync(cancellationToken);
        return set.IsCompletedSuccessfully ? new(Sign(set.Result, algorithm, type, payload)) : SlowAsync(set, algorithm, type, payload);
    }

    private async ValueTask<string> SlowAsync(ValueTask<KeySet> set, string algorithm, string type, ReadOnlyMemory<byte> payload)
        => Sign(await set, algorithm, type, payload);

    private string Sign(KeySet set, string algorithm, string type, ReadOnlyMemory<byte> payload)
    {
        var key = set.Current(algorithm, time.GetUtcNow())
            ?? throw new InvalidOperationException($"There is no signing key for '{algorithm}'.");
        var signed = $"{_headers.GetOrAdd((key.Kid, type), Header, key.Alg)}.{Base64Url.EncodeToString(payload.Span)}";
        return $"{signed}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Header((string Kid, string Type) name, string alg)
        => Base64Url.EncodeToString(Json.Object(json =>
        {
            json.WriteString("alg", alg);
            json.WriteString("kid", name.Kid);
            json.WriteString("typ", name.Type);
        }).Span);
}
