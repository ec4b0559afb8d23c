using IdentityHost.Sessions;
using IdentityHost.Users;

namespace IdentityHost.Accounts.Security;

/// <summary>The signed-in person behind a request.</summary>
internal sealed record Visitor(ProviderSession Session, UserAccount User)
{
    public const string AdminRole = "admin";

    public bool IsAdmin => User.Roles.Contains(AdminRole, StringComparer.Ordinal);

    public string DisplayName => string.IsNullOrWhiteSpace(User.Name) ? User.Username : User.Name;
}
