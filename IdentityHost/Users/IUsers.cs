namespace IdentityHost.Users;

/// <summary>People and their passwords.</summary>
public interface IUsers
{
    /// <summary>Checks a password, slowing down repeated failures for the user name and for the origin. Takes equal time for unknown users.</summary>
    Task<PasswordCheck> CheckPasswordAsync(string username, string password, string? origin, CancellationToken cancellationToken);

    Task<UserAccount?> FindAsync(string sub, CancellationToken cancellationToken);

    Task<IReadOnlyList<UserAccount>> SearchAsync(string? search, int skip, int take, CancellationToken cancellationToken);

    /// <summary>Sets the password and ends the person's sessions with <c>password_changed</c>, except <paramref name="exceptSid"/>.</summary>
    /// <param name="sub">Whose.</param>
    /// <param name="password">The new one.</param>
    /// <param name="exceptSid">A session that lives on.</param>
    /// <param name="actor">Who did it, for the audit log: the person's own sub or an administrator's.</param>
    /// <param name="cancellationToken">Before the commit only.</param>
    Task SetPasswordAsync(string sub, string password, string? exceptSid, string actor, CancellationToken cancellationToken);

    /// <summary>Disables the person and ends their sessions with <c>user_disabled</c>, or enables them again.</summary>
    Task SetDisabledAsync(string sub, bool disabled, string actor, CancellationToken cancellationToken);

    /// <summary>The account of a person who signed in at the upstream provider; made at their first sign-in.</summary>
    Task<UserAccount> FindOrCreateExternalAsync(string issuer, string sub, string? name, string? email, CancellationToken cancellationToken);
}
