namespace IdentityHost.Users;

/// <summary>A person who can sign in.</summary>
public sealed record UserAccount(string Sub, string Username, string? Name, string? Email, IReadOnlyList<string> Roles, bool Disabled)
{
    /// <summary>When the password was set that counted when this was read. A sign-in that a new one overtook is none.</summary>
    public DateTimeOffset PasswordAt { get; init; }
}
