using IdentityHost.Configuration;
using IdentityHost.Provider;

using Microsoft.AspNetCore.Mvc;

namespace IdentityHost.Accounts;

/// <summary>An error of the protocol that cannot be sent to the client.</summary>
internal sealed class ErrorPage(IProviderInteraction provider, IClientDirectory clients, ILogger<ErrorPage> logger) : ProviderPage
{
    public ErrorContext? Problem { get; private set; }

    /// <summary>The name for people; an engine may know the id only.</summary>
    public string? ClientName => Problem?.ClientName is { } name ? clients.Find(name)?.ClientName ?? name : null;

    public async Task<IActionResult> OnGetAsync(string? errorId, CancellationToken cancellationToken)
    {
        Problem = await provider.GetErrorAsync(errorId, cancellationToken);
        if (Problem is null)
            return PageWithStatus(StatusCodes.Status404NotFound);
        logger.ErrorShown(Problem.Error, Problem.RequestId);
        return PageWithStatus(StatusCodes.Status400BadRequest);
    }
}
