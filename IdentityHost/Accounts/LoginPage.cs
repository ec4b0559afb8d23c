using IdentityHost.Accounts.Security;
using IdentityHost.Configuration;
using IdentityHost.Provider;
using IdentityHost.Sessions;
using IdentityHost.Users;

using Microsoft.AspNetCore.Mvc;

namespace IdentityHost.Accounts;

/// <summary>Sign-in with a password.</summary>
internal sealed class LoginPage(
    IProviderInteraction provider, IUsers users, ISessions sessions, IClientDirectory clients, IWebHostEnvironment environment, ILogger<LoginPage> logger,
    IExternalSignIn? external = null) : ProviderPage
{
    // One text for an unknown user, a wrong password and a disabled account: the page must not tell which users exist.
    private const string Refused = "That user name and password do not fit together.";

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty]
    public string? Username { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>The client that waits for this sign-in, if one does.</summary>
    public SignInContext? Asked { get; private set; }

    public string? Problem { get; private set; }

    public int WaitSeconds { get; private set; }

    public string? SignedInAs => HttpContext.Visitor()?.DisplayName;

    public bool ShowDemoUsers => environment.IsDevelopment();

    public (string Name, string Address)? External => external is null ? null : (external.DisplayName, external.StartAddress(Target));

    /// <summary>
    /// Only the engine's own addresses and local pages: everything else would be an open redirect. Escaped as addresses are, or no header could hold it.
    /// </summary>
    private string Target => Asked?.ReturnUrl ?? (Url.IsLocalUrl(ReturnUrl) && ReturnUrl!.All(char.IsAscii) ? ReturnUrl! : PagePaths.Home);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        Username = Asked?.LoginHint ?? HttpContext.Visitor()?.User.Username;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (!UserInput.IsPlausibleName(Username) || Password is not { Length: > 0 and <= UserInput.MaxPassword })
            return Refuse(new PasswordCheck(null, PasswordCheckError.Invalid, TimeSpan.Zero));

        var check = await users.CheckPasswordAsync(Username!.Trim(), Password, HttpContext.Connection.RemoteIpAddress?.ToString(), cancellationToken);
        if (check is not { User: { } user, Error: PasswordCheckError.None })
            return Refuse(check);

        // Not the request's token: an account switch that ends the old session must not stop half-way.
        if (await sessions.SignInAsync(HttpContext, user, new SignInDetails("pwd"), CancellationToken.None) is null)
            return Refuse(new PasswordCheck(null, PasswordCheckError.Invalid, TimeSpan.Zero));
        logger.SignedIn();
        return SeeOther(Target);
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        Asked = await provider.GetSignInAsync(ReturnUrl, cancellationToken);
        if (Asked is not null && clients.Find(Asked.ClientId) is { } client)
            HttpContext.PagePolicy().AllowFormTargets(client.RedirectUris);
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Refuse(PasswordCheck check)
    {
        logger.SignInRefused(check.Error);
        ModelState.Clear();
        if (check.Error != PasswordCheckError.SlowDown)
        {
            Problem = Refused;
            return PageWithStatus(StatusCodes.Status400BadRequest);
        }
        WaitSeconds = Math.Max(1, (int)Math.Ceiling(check.RetryAfter.TotalSeconds));
        Problem = "Too many attempts.";
        Response.Headers.RetryAfter = WaitSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return PageWithStatus(StatusCodes.Status429TooManyRequests);
    }
}
