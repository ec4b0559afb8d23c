using System.Security.Claims;

namespace ResourceApi.Authentication;

/// <summary>What became of an access token.</summary>
internal readonly record struct AccessTokenResult(AccessTokenRefusal Refusal, ClaimsPrincipal? Principal)
{
    public static AccessTokenResult Accepted(ClaimsPrincipal principal) => new(AccessTokenRefusal.None, principal);

    public static implicit operator AccessTokenResult(AccessTokenRefusal refusal) => new(refusal, null);
}
