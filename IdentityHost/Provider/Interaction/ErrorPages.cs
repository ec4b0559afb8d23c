using System.Diagnostics;

namespace IdentityHost.Provider.Interaction;

/// <summary>Sends a browser to the error page: for everything that must not, or cannot, be told to a client.</summary>
internal sealed class ErrorPages(SealedValues values)
{
    public const string Purpose = "error";

    public void Show(HttpContext http, string error, string description, string? clientName = null)
    {
        var context = new ErrorContext(error, description, clientName, Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier);
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"{http.Request.PathBase}{ProviderPaths.Error}?errorId={values.Seal(Purpose, context)}";
    }
}
