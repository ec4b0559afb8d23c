using IdentityHost.EndSession;
using IdentityHost.Sessions;

using Microsoft.AspNetCore.Mvc;

namespace IdentityHost.Accounts.Admin;

/// <summary>Every live session.</summary>
internal sealed class AdminSessionsPage(ISessions sessions, IEndSession door, Names names, ILogger<AdminSessionsPage> logger) : AdminPage(names)
{
    public IReadOnlyList<BrowserSession> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Search = UserInput.Search(Search);
        var live = Cut(await sessions.SearchAsync(Search, Skip, PageSize + 1, cancellationToken));
        var apps = await sessions.ParticipantsAsync([.. live.Select(session => session.Sid)], cancellationToken);
        await Names.LoadAsync(live.Select(session => session.Sub), cancellationToken);
        Rows = [.. live.Select(session => new BrowserSession(
            session, Browsers.Describe(session.UserAgent), Names.Clients(apps[session.Sid]), session.Sid == Visitor.Session.Sid))];
    }

    public async Task<IActionResult> OnPostEndAsync(string? sid)
    {
        if (string.IsNullOrEmpty(sid))
            return BadRequest();
        var ended = await door.EndAsync(new EndSessionRequest(EndReason.Admin) { Sid = sid, Actor = Visitor.User.Sub }, CancellationToken.None);
        logger.AdminAction("end session");
        return ended.EndedSids.Count == 0
            ? SeeOther("/admin/sessions", "That session had ended already.")
            : SeeOther(AdminPaths.Report(ended.BatchId));
    }
}
