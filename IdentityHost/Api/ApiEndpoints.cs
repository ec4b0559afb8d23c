namespace IdentityHost.Api;

/// <summary>The management API for scripts: the administration pages as JSON.</summary>
internal static class ApiEndpoints
{
    public static void MapManagementApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api");
        api.MapGet("/sessions", SessionsApi.ListAsync).AddEndpointFilter(new RequireScope(ApiScopes.ReadSessions));
        api.MapDelete("/sessions/{sid}", SessionsApi.EndAsync).AddEndpointFilter(new RequireScope(ApiScopes.WriteSessions));
        api.MapPost("/users/{sub}/signout", SessionsApi.SignOutAsync).AddEndpointFilter(new RequireScope(ApiScopes.WriteSessions));
        api.MapGet("/deliveries", DeliveriesApi.ListAsync).AddEndpointFilter(new RequireScope(ApiScopes.ReadDeliveries));
        api.MapPost("/deliveries/{id}/redeliver", DeliveriesApi.RedeliverAsync).AddEndpointFilter(new RequireScope(ApiScopes.WriteDeliveries));
        api.MapGet("/reports/{batchId}", DeliveriesApi.ReportAsync).AddEndpointFilter(new RequireScope(ApiScopes.ReadDeliveries));
    }
}
