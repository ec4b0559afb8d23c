using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace IdentityHost.Provider.Keys;

/// <summary>Ready key objects. They are not promised to be safe for several threads, and importing one for each signature would cost more than signing.</summary>
internal sealed class KeyPool(string alg, byte[] pkcs8)
{
    private readonly ConcurrentBag<AsymmetricAlgorithm> _idle = [];

    public AsymmetricAlgorithm Rent() => _idle.TryTake(out var key) ? key : Import();

    public void Return(AsymmetricAlgorithm key) => _idle.Add(key);

    private AsymmetricAlgorithm Import()
    {
        AsymmetricAlgorithm key = alg == SigningAlgorithms.Es256 ? ECDsa.Create() : RSA.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return key;
    }
}
