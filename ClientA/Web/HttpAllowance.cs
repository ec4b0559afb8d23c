namespace Clients.Web;

/// <summary>Whether plain http will do.</summary>
internal static class HttpAllowance
{
    /// <summary>In Development, or where <c>AllowHttp</c> is set: behind no TLS at all, cookies and tokens travel in clear.</summary>
    public static bool AllowsHttp(this WebApplicationBuilder builder)
        => builder.Configuration.GetValue("AllowHttp", builder.Environment.IsDevelopment());
}
