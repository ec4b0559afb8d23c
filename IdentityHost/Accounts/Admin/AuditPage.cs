namespace IdentityHost.Accounts.Admin;

/// <summary>Who did what to whom.</summary>
internal sealed class AuditPage(IAuditTrail audit, UserLookup people, Names names) : AdminPage(names)
{
    public IReadOnlyList<AuditRow> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Search = UserInput.Search(Search);
        var who = Search is null ? null : await people.SubOfAsync(Search, cancellationToken);
        Rows = Cut(await audit.SearchAsync(who, Skip, PageSize + 1, cancellationToken));
        await Names.LoadAsync(Rows.Select(row => row.Actor), cancellationToken);
    }
}
