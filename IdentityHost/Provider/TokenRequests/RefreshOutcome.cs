using System.Diagnostics.CodeAnalysis;

using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.TokenRequests;

/// <summary>The grant that a refresh token belongs to and the token that takes its place, or why neither.</summary>
internal sealed record RefreshOutcome(Grant? Grant, string? Successor, TokenError Error)
{
    [MemberNotNullWhen(true, nameof(Grant), nameof(Successor))]
    public bool Succeeded => Grant is not null;

    public static implicit operator RefreshOutcome(TokenError error) => new(null, null, error);
}
