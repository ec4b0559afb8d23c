using IdentityHost.Users;

namespace IdentityHost.Accounts.Admin;

/// <summary>From what an administrator types to a subject.</summary>
internal sealed class UserLookup(IUsers users)
{
    /// <summary>The subject with exactly this user name, else the text itself, which may be a subject.</summary>
    public async Task<string> SubOfAsync(string text, CancellationToken cancellationToken)
    {
        var found = await users.SearchAsync(text, 0, 20, cancellationToken);
        return found.FirstOrDefault(user => string.Equals(user.Username, text, StringComparison.OrdinalIgnoreCase))?.Sub ?? text;
    }
}
