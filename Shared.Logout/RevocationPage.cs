namespace Shared.Logout;

/// <summary>Some of a feed's log.</summary>
/// <param name="Revocations">What was recorded, oldest first; of one logout all or nothing.</param>
/// <param name="Position">Where the next read continues. Its form is the feed's own business.</param>
/// <param name="HasMore">Whether the log holds more right now.</param>
/// <param name="Gap">Whether the asked position is gone (trimmed or lost): the page is then empty, and the reader starts over and heals.</param>
public sealed record RevocationPage(IReadOnlyList<Revocation> Revocations, string Position, bool HasMore, bool Gap);
