using IdentityHost.Users;

namespace IdentityHost.Accounts.Admin;

/// <summary>Everybody who can sign in.</summary>
internal sealed class UsersPage(IUsers users, Names names) : AdminPage(names)
{
    public IReadOnlyList<UserAccount> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Search = UserInput.Search(Search);
        Rows = Cut(await users.SearchAsync(Search, Skip, PageSize + 1, cancellationToken));
    }
}
