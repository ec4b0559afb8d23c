using IdentityHost.Provider;

namespace IdentityHost.Tests.Pages.Fakes;

/// <summary>An engine that knows one sign-in, the sign-outs a test gives it, and one error.</summary>
internal sealed class FakeProvider : IProviderInteraction, IAccessTokenValidator
{
    public const string ReturnUrl = "/connect/authorize?client_id=client-a";

    public Dictionary<string, SignOutContext> SignOuts { get; } = [];

    public Dictionary<string, AccessTokenCheck> Tokens { get; } = [];

    public Task<SignInContext?> GetSignInAsync(string? returnUrl, CancellationToken cancellationToken)
        => Task.FromResult(returnUrl == ReturnUrl ? new SignInContext(ReturnUrl, "client-a", "Client A", "alice", "https://a.test/signin-oidc?error=access_denied") : null);

    public Task<SignOutContext?> GetSignOutAsync(string? logoutId, CancellationToken cancellationToken)
        => Task.FromResult(logoutId is null ? null : SignOuts.GetValueOrDefault(logoutId));

    public Task<ErrorContext?> GetErrorAsync(string? errorId, CancellationToken cancellationToken)
        => Task.FromResult(errorId == "known" ? new ErrorContext("invalid_request", "The redirect_uri <b>is not</b> registered.", "client-a", "req-1") : null);

    public Task<AccessTokenCheck> ValidateAsync(string token, CancellationToken cancellationToken)
        => Task.FromResult(Tokens.GetValueOrDefault(token, AccessTokenError.Unknown));
}
