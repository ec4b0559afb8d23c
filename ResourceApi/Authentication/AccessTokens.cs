using Microsoft.Extensions.Options;

using Shared.Logout;

namespace ResourceApi.Authentication;

/// <summary>The verdict on an access token: its kind, its own validity, then whether its session was signed out.</summary>
internal sealed class AccessTokens(JwtAccessTokens jwts, ReferenceAccessTokens references, IOptions<AccessTokenOptions> options)
{
    private readonly AccessTokenOptions _options = options.Value;

    public async Task<AccessTokenResult> ValidateAsync(HttpContext http, string token)
    {
        var isJwt = token.Contains('.', StringComparison.Ordinal);
        if (!_options.Accept.HasFlag(isJwt ? AccessTokenKinds.Jwt : AccessTokenKinds.Reference))
            return AccessTokenRefusal.KindNotAccepted;

        var result = isJwt
            ? await jwts.ValidateAsync(token, http.RequestAborted)
            : await references.ValidateAsync(token, http.RequestAborted);
        if (result.Principal is not { } principal || !_options.CheckRevocations)
            return result;

        // Cached introspection answers pass here too, so that a signed-out session empties the cache at once.
        return await http.CheckSessionAsync(principal) switch
        {
            SessionVerdict.Live => result,
            SessionVerdict.Revoked => AccessTokenRefusal.SessionEnded,
            _ => AccessTokenRefusal.Unavailable,
        };
    }
}
