using IdentityHost.Delivery;

namespace IdentityHost.Accounts.Admin;

/// <summary>Who still believes that a person is signed in.</summary>
internal sealed class StillPage(OpenDeliveries open, UserLookup people, Names names) : AdminPage(names)
{
    public IReadOnlyList<DeliveryRecord> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Search = UserInput.Search(Search);
        var sub = Search is null ? null : await people.SubOfAsync(Search, cancellationToken);
        Rows = Cut(await open.OfAsync(sub, Skip, PageSize + 1, cancellationToken));
        await Names.LoadAsync(Rows.Select(row => row.Sub), cancellationToken);
    }
}
