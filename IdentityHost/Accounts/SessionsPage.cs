using IdentityHost.Accounts.SignOut;
using IdentityHost.Sessions;

using Microsoft.AspNetCore.Mvc;

namespace IdentityHost.Accounts;

/// <summary>Where a person is signed in, and signing out of it.</summary>
internal sealed class SessionsPage(ISessions sessions, SignOutFlow flow, Names names, ILogger<SessionsPage> logger) : ProviderPage
{
    public IReadOnlyList<BrowserSession> Browsers { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var live = await sessions.OfUserAsync(Visitor.User.Sub, cancellationToken);
        var apps = await sessions.ParticipantsAsync([.. live.Select(session => session.Sid)], cancellationToken);
        Browsers = [.. live
            .Select(session => new BrowserSession(
                session, Accounts.Browsers.Describe(session.UserAgent), names.Clients(apps[session.Sid]), session.Sid == Visitor.Session.Sid))
            .OrderByDescending(browser => browser.IsThis)];
    }

    public async Task<IActionResult> OnPostOneAsync(string? sid, CancellationToken cancellationToken)
    {
        if (sid == Visitor.Session.Sid)
            return SeeOther(PagePaths.Logout);          // asks first, and knows how to sign this browser out
        var mine = await sessions.OfUserAsync(Visitor.User.Sub, cancellationToken);
        if (mine.All(session => session.Sid != sid))    // ended meanwhile, or somebody else's: the same answer
            return SeeOther(PagePaths.Sessions, "That browser is signed out already.");
        return await SignOutAsync(sid);
    }

    public Task<IActionResult> OnPostOthersAsync() => SignOutAsync(null);

    private async Task<IActionResult> SignOutAsync(string? sid)
    {
        var receipt = await flow.ElsewhereAsync(Visitor, sid);
        logger.PersonSignedOut(sid is null ? SignOutKind.Others : SignOutKind.OneOther);
        return SeeOther(PagePaths.SignedOutWith(receipt));
    }
}
