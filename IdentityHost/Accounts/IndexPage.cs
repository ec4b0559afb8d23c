using IdentityHost.Accounts.Security;
using IdentityHost.Sessions;

namespace IdentityHost.Accounts;

/// <summary>The provider's start page.</summary>
internal sealed class IndexPage(ISessions sessions, Names names) : ProviderPage
{
    public IReadOnlyList<string> Apps { get; private set; } = [];

    public int Browsers { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        if (HttpContext.Visitor() is not { } visitor)
            return;
        Browsers = (await sessions.OfUserAsync(visitor.User.Sub, cancellationToken)).Count;
        var sid = visitor.Session.Sid;
        Apps = names.Clients((await sessions.ParticipantsAsync([sid], cancellationToken))[sid]);
    }
}
