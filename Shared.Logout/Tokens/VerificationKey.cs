using System.Security.Cryptography;
using Microsoft.Extensions.ObjectPool;

namespace Shared.Logout.Tokens;

/// <summary>One public key of a provider.</summary>
internal sealed class VerificationKey
{
    private readonly string? _algorithm;
    private readonly string? _curve;
    private readonly int _signatureLength;
    private readonly ObjectPool<RSA>? _rsa;
    private readonly ObjectPool<ECDsa>? _ecdsa;

    public VerificationKey(string? id, string? algorithm, RSAParameters key)
    {
        (Id, _algorithm, _signatureLength) = (id, algorithm, key.Modulus!.Length);
        _rsa = Pool(() => RSA.Create(key));
    }

    public VerificationKey(string? id, string? algorithm, string curve, ECParameters key)
    {
        (Id, _algorithm, _curve, _signatureLength) = (id, algorithm, curve, 2 * key.Q.X!.Length);
        _ecdsa = Pool(() => ECDsa.Create(key));
    }

    public string? Id { get; }

    /// <summary>Whether this key may verify <paramref name="algorithm"/>: key type, curve, and the key's own <c>alg</c> where it has one.</summary>
    public bool Suits(SignatureAlgorithm algorithm)
        => algorithm.Curve == _curve && (_algorithm is null || _algorithm == algorithm.Name);

    public bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != _signatureLength)
            return false;
        if (_rsa is not null)
        {
            var rsa = _rsa.Get();
            var good = rsa.VerifyData(data, signature, algorithm.Hash, algorithm.Padding!);
            _rsa.Return(rsa);
            return good;
        }

        var ecdsa = _ecdsa!.Get();
        var genuine = ecdsa.VerifyData(data, signature, algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        _ecdsa.Return(ecdsa);
        return genuine;
    }

    // The framework promises no thread safety for a key object, and importing a key costs as much as a signature check.
    private static ObjectPool<T> Pool<T>(Func<T> create)
        where T : class
    {
        var policy = new KeyPolicy<T>(create);
        var pool = new DefaultObjectPoolProvider().Create(policy);
        pool.Return(create());   // a key that cannot be imported is noticed here, not at the first token
        return pool;
    }

    private sealed class KeyPolicy<T>(Func<T> create) : PooledObjectPolicy<T>
        where T : class
    {
        public override T Create() => create();

        public override bool Return(T obj) => true;
    }
}
