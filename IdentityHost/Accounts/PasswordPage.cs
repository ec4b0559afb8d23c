using System.Globalization;

using IdentityHost.Users;

using Microsoft.AspNetCore.Mvc;

namespace IdentityHost.Accounts;

/// <summary>A person's own password.</summary>
internal sealed class PasswordPage(IUsers users, ILogger<PasswordPage> logger) : ProviderPage
{
    public const int MinLength = 8;

    public string? Problem { get; private set; }

    public async Task<IActionResult> OnPostAsync(string? current, string? @new, string? repeat, CancellationToken cancellationToken)
    {
        var user = Visitor.User;
        if (PasswordRules.Problem(@new, user.Username) is { } problem)
            return Refuse(problem, StatusCodes.Status400BadRequest);
        if (!string.Equals(@new, repeat, StringComparison.Ordinal))
            return Refuse("The two new passwords are not the same.", StatusCodes.Status400BadRequest);
        if (current is not { Length: > 0 and <= UserInput.MaxPassword })
            return Refuse("The current password is not right.", StatusCodes.Status400BadRequest);

        var check = await users.CheckPasswordAsync(user.Username, current, HttpContext.Connection.RemoteIpAddress?.ToString(), cancellationToken);
        if (check.Error == PasswordCheckError.SlowDown)
        {
            var seconds = Math.Max(1, (int)Math.Ceiling(check.RetryAfter.TotalSeconds));
            Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return Refuse($"Too many attempts. Try again in {Show.Count(seconds, "second", "seconds")}.", StatusCodes.Status429TooManyRequests);
        }
        if (check.User?.Sub != user.Sub)
            return Refuse("The current password is not right.", StatusCodes.Status400BadRequest);

        await users.SetPasswordAsync(user.Sub, @new!, Visitor.Session.Sid, user.Sub, CancellationToken.None);
        logger.PasswordChanged();
        return SeeOther(PagePaths.Home, "Your password is changed, and your other browsers are signed out.");
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Refuse(string problem, int status)
    {
        Problem = problem;
        return PageWithStatus(status);
    }
}
