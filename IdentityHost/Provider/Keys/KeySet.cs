namespace IdentityHost.Provider.Keys;

/// <summary>The keys as they were read last.</summary>
internal sealed class KeySet(IReadOnlyList<SigningKey> keys)
{
    private readonly Dictionary<string, SigningKey> _byKid = keys.ToDictionary(key => key.Kid, StringComparer.Ordinal);

    /// <summary>
    /// The key that signs now. Every node that read the same rows names the same one. Where none does yet (another node made the first one, and its
    /// clock is ahead of ours), the next one signs: it is published already.
    /// </summary>
    public SigningKey? Current(string alg, DateTimeOffset now)
    {
        SigningKey? best = null, next = null;
        foreach (var key in keys)
        {
            if (key.Alg != alg)
                continue;
            if (key.SignsAt(now) && (best is null || key.ActiveAt > best.ActiveAt))
                best = key;
            else if (key.ActiveAt > now && (next is null || key.ActiveAt < next.ActiveAt))
                next = key;
        }
        return best ?? next;
    }

    public SigningKey? Find(string kid) => _byKid.GetValueOrDefault(kid);

    public IEnumerable<SigningKey> PublishedAt(DateTimeOffset now) => keys.Where(key => key.IsPublishedAt(now));
}
