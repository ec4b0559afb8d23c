using System.Text;

using IdentityHost.Provider.Authorize;
using IdentityHost.Provider.Http;
using IdentityHost.Provider.SignOut;

namespace IdentityHost.Provider.Interaction;

/// <summary>Answers the pages' questions about the request that waits behind them.</summary>
internal sealed class ProviderInteraction(AuthorizeValidator validator, InteractionTickets tickets, SignOutTickets signOuts, SealedValues values, IHttpContextAccessor http)
    : IProviderInteraction
{
    public async Task<SignInContext?> GetSignInAsync(string? returnUrl, CancellationToken cancellationToken)
    {
        var prefix = ProviderPaths.Authorize + "?";
        var pathBase = http.HttpContext?.Request.PathBase.Value ?? "";
        if (returnUrl is null || !returnUrl.StartsWith(pathBase + prefix, StringComparison.Ordinal))
            return null;
        var read = UrlEncoded.Parse(Encoding.UTF8.GetBytes(returnUrl[(pathBase.Length + prefix.Length)..]));
        if (!read.Succeeded)
            return null;
        var validation = await validator.ValidateAsync(read.Parameters, cancellationToken);
        if (validation.Request is not { } request)
            return null;
        return new SignInContext(
            returnUrl, request.Client.ClientId, request.Client.ClientName ?? request.Client.ClientId, request.LoginHint,
            pathBase + tickets.UrlOf(read.Parameters, declined: true));
    }

    public Task<SignOutContext?> GetSignOutAsync(string? logoutId, CancellationToken cancellationToken)
        => signOuts.OpenAsync(logoutId, cancellationToken);

    public Task<ErrorContext?> GetErrorAsync(string? errorId, CancellationToken cancellationToken)
        => Task.FromResult(values.Open<ErrorContext>(ErrorPages.Purpose, errorId));
}
