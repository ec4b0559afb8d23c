using System.Collections.Concurrent;
using System.Security.Cryptography;

using Duende.IdentityServer.Models;
using Duende.IdentityServer.Services;

using IdentityHost.Provider.Keys;

using Microsoft.IdentityModel.Tokens;

namespace IdentityHost.Provider.Duende.Keys;

/// <summary>IdentityServer signs with the keys that sign our logout tokens: one key set, one rotation.</summary>
internal sealed class KeyMaterial(SigningKeys keys, TimeProvider time) : IKeyMaterialService
{
    private readonly ConcurrentDictionary<string, SecurityKey> _ready = new(StringComparer.Ordinal);

    public async Task<IEnumerable<SecurityKeyInfo>> GetValidationKeysAsync()
        => [.. (await keys.GetAsync(CancellationToken.None)).PublishedAt(time.GetUtcNow())
            .Select(key => new SecurityKeyInfo { Key = Ready(key), SigningAlgorithm = key.Alg })];

    public async Task<SigningCredentials> GetSigningCredentialsAsync(IEnumerable<string>? allowedAlgorithms = null)
    {
        var set = await keys.GetAsync(CancellationToken.None);
        var algorithm = allowedAlgorithms?.FirstOrDefault() ?? SigningAlgorithms.Rs256;
        return Credentials(set.Current(algorithm, time.GetUtcNow()) ?? throw new InvalidOperationException($"There is no signing key for '{algorithm}'."));
    }

    public async Task<IEnumerable<SigningCredentials>> GetAllSigningCredentialsAsync()
    {
        var set = await keys.GetAsync(CancellationToken.None);
        return [.. SigningAlgorithms.All.Select(algorithm => set.Current(algorithm, time.GetUtcNow())).OfType<SigningKey>().Select(Credentials)];
    }

    private SigningCredentials Credentials(SigningKey key) => new(Ready(key), key.Alg);

    private SecurityKey Ready(SigningKey key) => _ready.GetOrAdd(key.Kid, (kid, each) => each.Read<SecurityKey>(pair => pair switch
    {
        RSA rsa => new RsaSecurityKey(rsa.ExportParameters(true)) { KeyId = kid },
        ECDsa ec => new ECDsaSecurityKey(ECDsa.Create(ec.ExportParameters(true))) { KeyId = kid },
        _ => throw new InvalidOperationException($"No way to sign with {each.Alg}."),
    }), key);
}
