using Microsoft.AspNetCore.Authorization;

namespace ResourceApi.Authorization;

/// <summary>Who may do what: a scope that the client was given, and a role of the person.</summary>
internal static class Policies
{
    public const string Read = "records.read";
    public const string Write = "records.write";

    private const string Scope = "dataEventRecords";
    private const string UserRole = "dataEventRecords.user";
    private const string AdminRole = "dataEventRecords.admin";

    public static void Add(AuthorizationOptions options)
    {
        options.AddPolicy(Read, policy => policy.RequireAuthenticatedUser().RequireAssertion(HasScope).RequireRole(UserRole, AdminRole));
        options.AddPolicy(Write, policy => policy.RequireAuthenticatedUser().RequireAssertion(HasScope).RequireRole(AdminRole));

        // Deny by default: an endpoint that forgets its policy is not public.
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
    }

    // RFC 9068 2.2.3: one string of scopes separated by spaces; some providers send an array, which arrives as several claims.
    private static bool HasScope(AuthorizationHandlerContext context)
        => context.User.FindAll("scope").Any(claim => claim.Value.Split(' ').Contains(Scope, StringComparer.Ordinal));
}
