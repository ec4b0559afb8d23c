using IdentityHost.Accounts;
using IdentityHost.Accounts.Security;
using IdentityHost.Provider;
using IdentityHost.Users;

namespace IdentityHost.Api;

/// <summary>
/// Lets a bearer token with a scope pass. A client that acts for itself needs nothing more; a person's token is good only while the person is
/// an administrator, or else any client could lend everybody's hands to its users.
/// </summary>
internal sealed class RequireScope(string scope) : IEndpointFilter
{
    private const string Scheme = "Bearer ";
    private const int MaxTokenLength = 16 * 1024;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (Token(http.Request) is not { } token)
            return Refuse(http, ApiRefusal.NoToken, "A bearer token is required.", "Bearer");

        var services = http.RequestServices;
        var check = await services.GetRequiredService<IAccessTokenValidator>().ValidateAsync(token, http.RequestAborted);
        if (!check.Succeeded)
            return Refuse(http, ApiRefusal.BadToken, "The token is unknown, too old or revoked.", "Bearer error=\"invalid_token\"");
        if (!check.Token.Scopes.Contains(scope, StringComparer.Ordinal))
            return Refuse(http, ApiRefusal.MissingScope, $"The token lacks the scope {scope}.", $"Bearer error=\"insufficient_scope\", scope=\"{scope}\"");
        if (check.Token.Sub is { } sub && !await IsAdminAsync(services.GetRequiredService<IUsers>(), sub, http.RequestAborted))
            return Refuse(http, ApiRefusal.NotAdmin, "The token's person is not an administrator.", $"Bearer error=\"insufficient_scope\", scope=\"{scope}\"");

        http.Features.Set(new ApiCaller(check.Token.Sub ?? check.Token.ClientId));
        return await next(context);
    }

    private static string? Token(HttpRequest request)
        => request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && header[Scheme.Length..].Trim() is { Length: > 0 and <= MaxTokenLength } token ? token : null;

    private static async Task<bool> IsAdminAsync(IUsers users, string sub, CancellationToken cancellationToken)
        => await users.FindAsync(sub, cancellationToken) is { Disabled: false } user && user.Roles.Contains(Visitor.AdminRole, StringComparer.Ordinal);

    // RFC 6750 3.1
    private static IResult Refuse(HttpContext http, ApiRefusal reason, string detail, string challenge)
    {
        http.RequestServices.GetRequiredService<ILogger<RequireScope>>().ApiRefused(reason);
        http.Response.Headers.WWWAuthenticate = challenge;
        var status = reason is ApiRefusal.NoToken or ApiRefusal.BadToken ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden;
        return Results.Problem(detail, statusCode: status);
    }
}
