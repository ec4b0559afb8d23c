using System.Security.Cryptography;

namespace IdentityHost.Delivery;

/// <summary>Chance for spreading retries; a test gives its own.</summary>
internal class Chance
{
    public virtual double Next() => RandomNumberGenerator.GetInt32(1 << 20) / (double)(1 << 20);
}
