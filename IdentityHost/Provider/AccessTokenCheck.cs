using System.Diagnostics.CodeAnalysis;

namespace IdentityHost.Provider;

/// <summary>The answer to a bearer token: what it stands for, or why it is refused.</summary>
public sealed record AccessTokenCheck(AccessTokenInfo? Token, AccessTokenError Error)
{
    [MemberNotNullWhen(true, nameof(Token))]
    public bool Succeeded => Token is not null;

    public static implicit operator AccessTokenCheck(AccessTokenInfo token) => new(token, AccessTokenError.None);

    public static implicit operator AccessTokenCheck(AccessTokenError error) => new(null, error);
}
