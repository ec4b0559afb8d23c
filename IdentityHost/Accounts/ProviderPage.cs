using IdentityHost.Accounts.Security;

using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityHost.Accounts;

/// <summary>What all pages share.</summary>
internal abstract class ProviderPage : PageModel
{
    private const string NoticeKey = "notice";

    /// <summary>The signed-in person; only on guarded pages.</summary>
    public Visitor Visitor => HttpContext.RequiredVisitor();

    /// <summary>What the last action did, shown once on the next page.</summary>
    public string? Notice => TempData[NoticeKey] as string;

    protected static SeeOtherResult SeeOther(string location) => new(location);

    protected SeeOtherResult SeeOther(string location, string notice)
    {
        TempData[NoticeKey] = notice;
        return new SeeOtherResult(location);
    }

    protected PageResult PageWithStatus(int status)
    {
        var page = Page();
        page.StatusCode = status;
        return page;
    }
}
