namespace IdentityHost.Users;

public enum PasswordCheckError
{
    None,
    Invalid,
    Disabled,
    SlowDown,
}
