namespace IdentityHost.Users;

internal sealed class UserRow
{
    public const string Columns = "sub, username, password_hash, password_at, name, email, roles, disabled_at";

    public string Sub { get; init; } = "";

    public string Username { get; init; } = "";

    public string PasswordHash { get; init; } = "";

    public DateTimeOffset PasswordAt { get; init; }

    public string? Name { get; init; }

    public string? Email { get; init; }

    public string Roles { get; init; } = "";

    public DateTimeOffset? DisabledAt { get; init; }

    public UserAccount ToAccount() => new(Sub, Username, Name, Email, Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries), DisabledAt is not null) { PasswordAt = PasswordAt };
}
