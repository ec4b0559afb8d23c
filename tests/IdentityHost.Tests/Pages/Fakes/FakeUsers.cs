using IdentityHost.Users;

namespace IdentityHost.Tests.Pages.Fakes;

/// <summary>alice (no role), bob (no role) and root (admin); passwords are the names until changed.</summary>
internal sealed class FakeUsers(FakeDoor door) : IUsers
{
    private readonly Dictionary<string, (UserAccount User, string Password)> _people = new(StringComparer.Ordinal)
    {
        ["s-alice"] = (new("s-alice", "alice", "Alice Adams", "alice@example.test", [], false), "alice"),
        ["s-bob"] = (new("s-bob", "bob", "Bob Brown", "bob@example.test", [], false), "bob"),
        ["s-root"] = (new("s-root", "root", "Ruth Root", "root@example.test", ["admin"], false), "root"),
    };

    public TimeSpan SlowDown { get; set; }

    public Task<PasswordCheck> CheckPasswordAsync(string username, string password, string? origin, CancellationToken cancellationToken)
    {
        if (SlowDown > TimeSpan.Zero)
            return Task.FromResult(new PasswordCheck(null, PasswordCheckError.SlowDown, SlowDown));
        var (user, known) = _people.Values.FirstOrDefault(person => person.User.Username == username);
        return Task.FromResult(user is null || known != password ? new PasswordCheck(null, PasswordCheckError.Invalid, default)
            : user.Disabled ? new PasswordCheck(null, PasswordCheckError.Disabled, default)
            : new PasswordCheck(user, PasswordCheckError.None, default));
    }

    public Task<UserAccount?> FindAsync(string sub, CancellationToken cancellationToken)
        => Task.FromResult(_people.TryGetValue(sub, out var person) ? person.User : null);

    public Task<IReadOnlyList<UserAccount>> SearchAsync(string? search, int skip, int take, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<UserAccount>>([.. _people.Values.Select(person => person.User)
            .Where(user => search is null || user.Username.Contains(search, StringComparison.OrdinalIgnoreCase) || user.Sub == search)
            .OrderBy(user => user.Username, StringComparer.Ordinal).Skip(skip).Take(take)]);

    public async Task SetPasswordAsync(string sub, string password, string? exceptSid, string actor, CancellationToken cancellationToken)
    {
        _people[sub] = (_people[sub].User, password);
        await door.EndAsync(new(EndSession.EndReason.PasswordChanged) { Sub = sub, ExceptSid = exceptSid, Actor = actor }, cancellationToken);
    }

    public async Task SetDisabledAsync(string sub, bool disabled, string actor, CancellationToken cancellationToken)
    {
        _people[sub] = (_people[sub].User with { Disabled = disabled }, _people[sub].Password);
        if (disabled)
            await door.EndAsync(new(EndSession.EndReason.UserDisabled) { Sub = sub, Actor = actor }, cancellationToken);
    }

    public Task<UserAccount> FindOrCreateExternalAsync(string issuer, string sub, string? name, string? email, CancellationToken cancellationToken)
        => throw new NotSupportedException();
}
