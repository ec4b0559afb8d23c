namespace Shared.Logout.Storage;

/// <summary>Reads the log, page by page, into the replica. Used by one task at a time.</summary>
internal sealed class FeedReader(IRevocationFeed feed, RevocationBook book, UnconfirmedRevocations unconfirmed)
{
    private string? _position;

    /// <summary>Makes the next read begin at the beginning.</summary>
    public void StartOver() => _position = null;

    /// <summary>Reads from the last position to the end. What is read is also added to <paramref name="seen"/>.</summary>
    public async ValueTask<ReadResult> ReadToEndAsync(RevocationTable? seen, CancellationToken cancellationToken)
    {
        var next = feed.ReadAsync(_position, cancellationToken);
        while (true)
        {
            var page = await next;
            if (page.Gap)
                return ReadResult.Gap;
            if (page.HasMore)
                next = feed.ReadAsync(page.Position, cancellationToken); // on its way while this page is taken in

            unconfirmed.Confirm(page.Revocations);
            book.Apply(page.Revocations);
            if (seen is not null)
            {
                foreach (var revocation in page.Revocations)
                    seen.Add(revocation);
            }

            _position = page.Position;
            if (!page.HasMore)
                return ReadResult.End;
        }
    }
}
