using IdentityHost.Provider.Http;
using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.UserInfo;

/// <summary>The rules of RFC 6750 for this endpoint: a token in the header or in the form, never in the address.</summary>
internal sealed class UserInfoValidator(AccessTokens tokens)
{
    public async Task<(LiveAccessToken? Token, BearerError Error)> ValidateAsync(
        HttpRequest request, RequestParameters? form, CancellationToken cancellationToken)
    {
        var header = request.Headers.Authorization;
        var posted = form?["access_token"];
        if (header.Count > 1 || (header.Count == 1 && posted is not null))
            return (null, BearerError.TwoTokens);
        var token = header is [{ } value] && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value[7..].Trim() : posted;
        if (string.IsNullOrEmpty(token))
            return (null, BearerError.Missing);
        if ((await tokens.CheckAsync(token, cancellationToken)).Token is not { } live)
            return (null, BearerError.NotLive);
        return live.Scopes.Contains(Scopes.OpenId) ? (live, BearerError.None) : (null, BearerError.ScopeMissing);
    }
}
