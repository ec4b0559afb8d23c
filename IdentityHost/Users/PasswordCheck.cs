namespace IdentityHost.Users;

/// <summary>The answer to a password: a person, or why not, or how long to wait.</summary>
public sealed record PasswordCheck(UserAccount? User, PasswordCheckError Error, TimeSpan RetryAfter);
