namespace IdentityHost.Provider;

/// <summary>A sign-in that a client asked for.</summary>
/// <param name="ReturnUrl">Local; where to go after signing in.</param>
/// <param name="ClientId">The client that asks.</param>
/// <param name="ClientName">Its name for people.</param>
/// <param name="LoginHint">What to put into the user name field.</param>
/// <param name="CancelUrl">Where a person goes who does not want to sign in: back to the client with <c>access_denied</c>.</param>
public sealed record SignInContext(string ReturnUrl, string ClientId, string ClientName, string? LoginHint, string CancelUrl);
