using IdentityHost.Accounts.Security;
using IdentityHost.Accounts.SignOut;

using Microsoft.AspNetCore.Mvc;

namespace IdentityHost.Accounts;

/// <summary>What became of a sign-out. Honest: an app that has not answered is named.</summary>
internal sealed class SignedOutPage(SignOutReceipts receipts, SignOutReporter reporter) : ProviderPage
{
    [BindProperty(SupportsGet = true, Name = "r")]
    public string? Receipt { get; set; }

    public SignOutReport? Report { get; private set; }

    public bool StillSignedIn => HttpContext.Visitor() is not null;

    public string Heading { get; private set; } = "You are signed out";

    public string StatusAddress => PagePaths.StatusWith(Receipt!);

    public string OwnAddress => PagePaths.SignedOutWith(Receipt!);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var receipt = receipts.Read(Receipt);
        if (receipt is not null)
            Report = await reporter.ReportAsync(receipt, cancellationToken);
        Heading = receipt?.Kind switch
        {
            SignOutKind.OneOther => "Browser signed out",
            SignOutKind.Others => "Other browsers signed out",
            SignOutKind.Everywhere => "Signed out everywhere",
            _ when StillSignedIn => "You are signed in",
            _ => "You are signed out",
        };
    }
}
