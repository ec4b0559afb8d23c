namespace IdentityHost.Provider.Keys;

/// <summary>What is to be done for one algorithm: make a key that signs from <paramref name="ActiveAt"/>, and retire another at that moment.</summary>
internal sealed record KeyPlan(DateTimeOffset ActiveAt, string? RetireKid)
{
    /// <summary>Null: nothing to do. <paramref name="keys"/> are the usable keys of one algorithm, <paramref name="now"/> is the one clock.</summary>
    public static KeyPlan? For(IReadOnlyCollection<SigningKey> keys, DateTimeOffset now, ProviderOptions options)
    {
        var current = keys.Where(key => key.SignsAt(now)).MaxBy(key => key.ActiveAt);
        if (keys.Any(key => key.ActiveAt > now))
            return null;                        // the next one is announced, or a node made it whose clock is ahead of ours
        if (current is null)
            return new KeyPlan(now, null);      // first start, or the old keys cannot be read: sign at once
        var due = current.ActiveAt + options.KeyRotation;
        if (now < due - options.KeyAnnouncement)
            return null;
        // After a long pause the time is over already; the successor is announced all the same, and the old key signs on until then.
        var earliest = now + options.KeyAnnouncement;
        return new KeyPlan(due > earliest ? due : earliest, current.Kid);
    }
}
