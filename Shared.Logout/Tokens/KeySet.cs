namespace Shared.Logout.Tokens;

/// <summary>The keys that a provider published, as far as they can verify signatures.</summary>
internal sealed class KeySet(IReadOnlyList<VerificationKey> keys)
{
    public int Count => keys.Count;

    /// <summary>
    /// The keys to try: those with exactly this <paramref name="keyId"/>, never others; without a <c>kid</c> the only suitable one,
    /// and none where there are several (Core section 10.1).
    /// </summary>
    public Candidates Select(SignatureAlgorithm algorithm, string? keyId)
    {
        VerificationKey? first = null;
        List<VerificationKey>? more = null;
        foreach (var key in keys)
        {
            if (!key.Suits(algorithm) || (keyId is not null && key.Id != keyId))
                continue;
            if (first is null)
                first = key;
            else if (keyId is null)
                return default;
            else
                (more ??= []).Add(key);   // a provider that uses one kid twice
        }

        return new Candidates(first, more);
    }

    /// <summary>Usually one key; without a list then.</summary>
    internal readonly record struct Candidates(VerificationKey? First, List<VerificationKey>? More)
    {
        public bool None => First is null;

        public bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        {
            if (First is null)
                return false;
            if (First.Verify(algorithm, data, signature))
                return true;
            foreach (var key in More ?? [])
            {
                if (key.Verify(algorithm, data, signature))
                    return true;
            }

            return false;
        }
    }
}
