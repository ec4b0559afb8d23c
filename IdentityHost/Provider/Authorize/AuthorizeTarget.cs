namespace IdentityHost.Provider.Authorize;

/// <summary>Where the answer goes, success or error.</summary>
internal sealed record AuthorizeTarget(string RedirectUri, bool FormPost, string? State);
