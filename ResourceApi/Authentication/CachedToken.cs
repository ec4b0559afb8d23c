using System.Security.Claims;

namespace ResourceApi.Authentication;

internal sealed record CachedToken(ClaimsPrincipal Principal, DateTimeOffset Until);
