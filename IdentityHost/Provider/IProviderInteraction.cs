namespace IdentityHost.Provider;

/// <summary>What the pages may ask the protocol engine. The pages know no protocol; the engine knows no pages.</summary>
public interface IProviderInteraction
{
    /// <summary>The sign-in that waits behind <paramref name="returnUrl"/>, or null when that is not an address of this engine: then go to the start page.</summary>
    Task<SignInContext?> GetSignInAsync(string? returnUrl, CancellationToken cancellationToken);

    /// <summary>The sign-out that the end_session endpoint validated, or null for one that began on our own pages (or is too old).</summary>
    Task<SignOutContext?> GetSignOutAsync(string? logoutId, CancellationToken cancellationToken);

    /// <summary>The error that the engine wants a person to see, or null.</summary>
    Task<ErrorContext?> GetErrorAsync(string? errorId, CancellationToken cancellationToken);
}
