namespace IdentityHost.EndSession;

/// <summary>The one door through which every session ends.</summary>
public interface IEndSession
{
    /// <summary>
    /// In one transaction: sessions ended; their codes, refresh tokens and reference tokens dead; one delivery for each participant. Idempotent.
    /// After the commit the delivery worker is woken.
    /// </summary>
    Task<EndSessionResult> EndAsync(EndSessionRequest request, CancellationToken cancellationToken);
}
