using IdentityHost.Accounts.Security;
using IdentityHost.Accounts.SignOut;
using IdentityHost.Provider;

using Microsoft.AspNetCore.Mvc;

namespace IdentityHost.Accounts;

/// <summary>Sign-out: at once for a client that showed a valid hint for this session, after a question otherwise (RP-Initiated Logout, section 2).</summary>
internal sealed class LogoutPage(
    IProviderInteraction provider, SignOutFlow flow, ILogger<LogoutPage> logger, IExternalSignOut? external = null) : ProviderPage
{
    [BindProperty(SupportsGet = true)]
    public string? LogoutId { get; set; }

    /// <summary>What the client asked for; null when the person began on our own pages.</summary>
    public SignOutContext? Asked { get; private set; }

    public string? Name { get; private set; }

    /// <summary>Front-channel pages to load.</summary>
    public IReadOnlyList<string> Frames { get; private set; } = [];

    /// <summary>Where to go when they have loaded.</summary>
    public string Next { get; private set; } = PagePaths.SignedOut;

    public async Task<IActionResult> OnGetAsync()
    {
        await LoadAsync();
        if (HttpContext.Visitor() is not { } visitor)
            return await AbsentAsync();
        if (Asked is { NeedsConfirmation: false })
            return await SignOutAsync(visitor, SignOutKind.Here);
        AllowReturn();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? answer)
    {
        await LoadAsync();
        if (HttpContext.Visitor() is not { } visitor)
            return SeeOther(Asked?.PostLogoutRedirectUri ?? PagePaths.SignedOut);
        if (answer == "yes")
            return await SignOutAsync(visitor, SignOutKind.Here);
        if (answer == "everywhere")
            return await SignOutAsync(visitor, SignOutKind.Everywhere);
        if (answer != "no")
            return BadRequest();

        // Not back to the client: it would take our redirect for a sign-out that happened.
        logger.SignOutDeclined();
        return SeeOther(PagePaths.Home, "You are still signed in.");
    }

    // RIL 4: already signed out is not an error. But a browser that lost its cookie is not signed out yet: the hint, which only the client could show,
    // names the session that still lives, and the applications in it must hear of its end.
    private async Task<IActionResult> AbsentAsync()
    {
        if (Asked?.Sid is { } sid && await flow.AbsentAsync(sid, Asked) is { } signedOut)
        {
            logger.PersonSignedOut(SignOutKind.Here);
            return GoOn(signedOut);
        }
        return SeeOther(Asked?.PostLogoutRedirectUri ?? PagePaths.SignedOut);
    }

    private async Task LoadAsync()
    {
        Asked = await provider.GetSignOutAsync(LogoutId, CancellationToken.None);
        Name = HttpContext.Visitor()?.DisplayName;
    }

    private async Task<IActionResult> SignOutAsync(Visitor visitor, SignOutKind kind)
    {
        var signedOut = await flow.HereAsync(HttpContext, visitor, Asked, kind);
        logger.PersonSignedOut(kind);
        return GoOn(signedOut);
    }

    /// <summary>By way of the front-channel pages and of the upstream provider, where there are any.</summary>
    private IActionResult GoOn(SignedOut signedOut)
    {
        Next = Asked?.PostLogoutRedirectUri ?? PagePaths.SignedOutWith(signedOut.Receipt);
        Next = external?.Address(signedOut.Session, Next) ?? Next;
        if (signedOut.Frames.Count == 0)
            return SeeOther(Next);
        Frames = signedOut.Frames;
        HttpContext.PagePolicy().AllowFrames(Frames);
        return Page();
    }

    private void AllowReturn()
    {
        if (Asked?.PostLogoutRedirectUri is { } address)
            HttpContext.PagePolicy().AllowFormTargets([address]);
    }
}
