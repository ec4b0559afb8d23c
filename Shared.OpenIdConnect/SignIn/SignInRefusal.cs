namespace Shared.OpenIdConnect.SignIn;

/// <summary>A refused sign-in.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Detail">What an engineer should look at: a sentence for the log, never for the page.</param>
/// <param name="ProviderCode">The provider's own error code, if it sent one.</param>
internal sealed record SignInRefusal(SignInError Reason, string Detail, string? ProviderCode = null);
