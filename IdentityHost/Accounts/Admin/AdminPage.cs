using IdentityHost.Accounts.Security;

using Microsoft.AspNetCore.Mvc;

namespace IdentityHost.Accounts.Admin;

/// <summary>What the administration pages share. <see cref="RequireVisitor"/> guards the whole folder.</summary>
internal abstract class AdminPage(Names names) : ProviderPage
{
    public const int PageSize = 25;

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    [BindProperty(SupportsGet = true)]
    public string? Search { get; set; }

    public Names Names => names;

    /// <summary>Whether there is a next page.</summary>
    public bool More { get; private set; }

    public Pager Pager => new(HttpContext.Request, Math.Max(1, Number), More);

    protected int Skip => (Math.Clamp(Number, 1, 100_000) - 1) * PageSize;

    /// <summary>Of one row more than a page shows: the page, and notes whether there is another one.</summary>
    protected IReadOnlyList<T> Cut<T>(IReadOnlyList<T> rows)
    {
        More = rows.Count > PageSize;
        return More ? [.. rows.Take(PageSize)] : rows;
    }
}
