using IdentityHost.Delivery;
using IdentityHost.EndSession;
using IdentityHost.Sessions;
using IdentityHost.Users;

using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace IdentityHost.Accounts.Admin;

/// <summary>One person: where they are signed in, which apps do not know better yet, and what an administrator can do.</summary>
internal sealed class UserPage(IUsers users, ISessions sessions, IEndSession door, OpenDeliveries open, Names names, ILogger<UserPage> logger) : AdminPage(names)
{
    [BindProperty(SupportsGet = true)]
    public string? Sub { get; set; }

    public UserAccount Account { get; private set; } = null!;   // loaded before any handler runs

    public IReadOnlyList<BrowserSession> Live { get; private set; } = [];

    public IReadOnlyList<DeliveryRecord> Open { get; private set; } = [];

    public string? Problem { get; private set; }

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (!UserInput.IsPlausibleName(Sub) || await users.FindAsync(Sub!, HttpContext.RequestAborted) is not { } user)
        {
            context.Result = NotFound();
            return;
        }
        Account = user;
        await next();
    }

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public async Task<IActionResult> OnPostSignOutAsync()
    {
        var ended = await door.EndAsync(new EndSessionRequest(EndReason.Admin) { Sub = Account.Sub, Actor = Visitor.User.Sub }, CancellationToken.None);
        logger.AdminAction("sign out a person everywhere");
        return ended.EndedSids.Count == 0 ? Done($"{Account.Username} was not signed in anywhere.") : SeeOther(AdminPaths.Report(ended.BatchId));
    }

    public async Task<IActionResult> OnPostDisableAsync(CancellationToken cancellationToken)
    {
        if (Account.Sub == Visitor.User.Sub)
            return await RefuseAsync("You cannot disable yourself: nobody might be left to enable you again.", cancellationToken);
        await users.SetDisabledAsync(Account.Sub, true, Visitor.User.Sub, CancellationToken.None);
        logger.AdminAction("disable a person");
        return Done($"{Account.Username} is disabled and signed out everywhere.");
    }

    public async Task<IActionResult> OnPostEnableAsync()
    {
        await users.SetDisabledAsync(Account.Sub, false, Visitor.User.Sub, CancellationToken.None);
        logger.AdminAction("enable a person");
        return Done($"{Account.Username} can sign in again.");
    }

    public async Task<IActionResult> OnPostPasswordAsync(string? password, CancellationToken cancellationToken)
    {
        if (PasswordRules.Problem(password, Account.Username) is { } problem)
            return await RefuseAsync(problem, cancellationToken);
        var except = Account.Sub == Visitor.User.Sub ? Visitor.Session.Sid : null;
        await users.SetPasswordAsync(Account.Sub, password!, except, Visitor.User.Sub, CancellationToken.None);
        logger.AdminAction("set a person's password");
        return Done($"{Account.Username} has a new password; their sessions have ended.");
    }

    private SeeOtherResult Done(string notice) => SeeOther(AdminPaths.User(Account.Sub), notice);

    private async Task<IActionResult> RefuseAsync(string problem, CancellationToken cancellationToken)
    {
        Problem = problem;
        await LoadAsync(cancellationToken);
        return PageWithStatus(StatusCodes.Status400BadRequest);
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var live = await sessions.OfUserAsync(Account.Sub, cancellationToken);
        var apps = await sessions.ParticipantsAsync([.. live.Select(session => session.Sid)], cancellationToken);
        Live = [.. live.Select(session => new BrowserSession(
            session, Browsers.Describe(session.UserAgent), Names.Clients(apps[session.Sid]), session.Sid == Visitor.Session.Sid))];
        Open = await open.OfAsync(Account.Sub, 0, 100, cancellationToken);
    }
}
