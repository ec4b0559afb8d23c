namespace IdentityHost.Api;

/// <summary>Who calls, for the audit log: a sub, or a client that acts for itself.</summary>
internal sealed record ApiCaller(string Actor)
{
    public static string Of(HttpContext http) => http.Features.Get<ApiCaller>()?.Actor ?? throw new InvalidOperationException("This endpoint is not guarded by RequireScope.");
}
