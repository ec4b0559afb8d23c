using Microsoft.AspNetCore.Antiforgery;

namespace IdentityHost.Accounts.Security;

/// <summary>
/// A form belongs to the session in which it was shown: one that was fetched before an account switch is refused afterwards.
/// The sign-in form is the exception, because a sign-in in another tab must not break it.
/// </summary>
internal sealed class SessionBoundAntiforgery : IAntiforgeryAdditionalDataProvider
{
    public string GetAdditionalData(HttpContext context)
        => context.Request.Path.StartsWithSegments(PagePaths.Login) ? "" : context.Visitor()?.Session.Sid ?? "";

    public bool ValidateAdditionalData(HttpContext context, string additionalData)
        => string.Equals(additionalData, GetAdditionalData(context), StringComparison.Ordinal);
}
