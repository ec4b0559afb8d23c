using System.Security.Cryptography;
using System.Text;

namespace IdentityHost.Provider.Keys;

/// <summary>One key and the time in which it signs and is published.</summary>
internal sealed class SigningKey(SigningKeyRow row, byte[] pkcs8)
{
    private readonly KeyPool _pool = new(row.Alg, pkcs8);

    public string Kid => row.Kid;

    public string Alg => row.Alg;

    public DateTimeOffset ActiveAt { get; } = DateTimeOffset.FromUnixTimeMilliseconds(row.ActiveAt);

    public DateTimeOffset? RetiredAt { get; } = row.RetiredAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    public DateTimeOffset? RemovedAt { get; } = row.RemovedAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    public bool SignsAt(DateTimeOffset now) => ActiveAt <= now && (RetiredAt is null || now < RetiredAt);

    public bool IsPublishedAt(DateTimeOffset now) => RemovedAt is null || now < RemovedAt;

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        var key = _pool.Rent();
        try
        {
            return key switch
            {
                RSA rsa => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
                ECDsa ec => ec.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
                _ => throw new InvalidOperationException($"No way to sign with {Alg}."),
            };
        }
        finally
        {
            _pool.Return(key);
        }
    }

    public bool Verify(string signed, byte[] signature)
    {
        var data = Encoding.ASCII.GetBytes(signed);
        var key = _pool.Rent();
        try
        {
            return key switch
            {
                RSA rsa => rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
                ECDsa ec => ec.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
                _ => false,
            };
        }
        finally
        {
            _pool.Return(key);
        }
    }

    public T Read<T>(Func<AsymmetricAlgorithm, T> read)
    {
        var key = _pool.Rent();
        try
        {
            return read(key);
        }
        finally
        {
            _pool.Return(key);
        }
    }
}
