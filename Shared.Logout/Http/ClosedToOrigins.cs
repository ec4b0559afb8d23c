using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;

namespace Shared.Logout.Http;

/// <summary>Keeps whatever an application opens to pages of other origins away from endpoints that no page has business with.</summary>
/// <remarks>Not <c>DisableCorsAttribute</c>: an endpoint with CORS metadata refuses to run in an application without the CORS middleware.</remarks>
internal sealed class ClosedToOrigins(ICorsService inner) : ICorsService
{
    public CorsResult EvaluatePolicy(HttpContext context, CorsPolicy policy)
        => context.GetEndpoint()?.Metadata.GetMetadata<Mark>() is null ? inner.EvaluatePolicy(context, policy) : new CorsResult();

    public void ApplyResult(CorsResult result, HttpResponse response) => inner.ApplyResult(result, response);

    /// <summary>The metadata of such an endpoint.</summary>
    internal sealed class Mark;
}
