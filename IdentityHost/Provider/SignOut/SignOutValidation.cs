namespace IdentityHost.Provider.SignOut;

/// <summary>A request to bring to the page, perhaps without some of its wishes; or a reason to show the error page.</summary>
internal readonly record struct SignOutValidation(SignOutRequest? Request, SignOutError Error, string? ClientId);
