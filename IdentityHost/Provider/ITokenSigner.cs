namespace IdentityHost.Provider;

/// <summary>Signs with the provider's current key of an algorithm. The seam between the engine's keys and the delivery of logout tokens.</summary>
public interface ITokenSigner
{
    /// <summary>Returns a compact JWS with <c>alg</c>, <c>kid</c> and <c>typ</c> in its header.</summary>
    ValueTask<string> SignAsync(string algorithm, string type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);
}
