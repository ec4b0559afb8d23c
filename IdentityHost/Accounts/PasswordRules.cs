namespace IdentityHost.Accounts;

/// <summary>What a new password must be. Length counts; classes of characters do not (NIST SP 800-63B, 5.1.1.2).</summary>
internal static class PasswordRules
{
    /// <summary>What is wrong with it, or null.</summary>
    public static string? Problem(string? password, string username) => password switch
    {
        null or { Length: < PasswordPage.MinLength } => $"The new password needs at least {PasswordPage.MinLength} characters.",
        { Length: > UserInput.MaxPassword } => $"The new password is longer than {UserInput.MaxPassword} characters.",
        _ when string.Equals(password, username, StringComparison.OrdinalIgnoreCase) => "The new password is the user name.",
        _ when password.Distinct().Count() < 3 => "The new password repeats itself too much.",
        _ => null,
    };
}
