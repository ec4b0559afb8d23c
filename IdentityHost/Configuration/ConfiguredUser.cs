namespace IdentityHost.Configuration;

/// <summary>A person from <c>Users:N</c>, written to the database at start where the user name is new.</summary>
public sealed class ConfiguredUser
{
    public string Username { get; set; } = "";

    /// <summary>In clear for development, or <see cref="PasswordHash"/>.</summary>
    public string? Password { get; set; }

    /// <summary>A hash as ASP.NET Core's <c>PasswordHasher</c> makes it.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>The <c>sub</c>. Default: made at first start, then stable.</summary>
    public string? SubjectId { get; set; }

    public string? Name { get; set; }

    public string? Email { get; set; }

    public IList<string> Roles { get; set; } = [];
}
