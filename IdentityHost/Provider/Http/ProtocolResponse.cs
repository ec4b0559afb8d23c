using System.Text.Json;

namespace IdentityHost.Provider.Http;

/// <summary>Writes the answers of the machine endpoints.</summary>
internal static class ProtocolResponse
{
    public static async Task WriteJsonAsync(this HttpResponse response, int status, Action<Utf8JsonWriter> write)
    {
        var body = Json.Object(write);
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method))
            await response.Body.WriteAsync(body, response.HttpContext.RequestAborted);
    }

    /// <summary>RFC 6749 section 5.2. The description is ours and constant: nothing that the caller sent comes back.</summary>
    public static Task WriteErrorAsync(this HttpResponse response, int status, string error, string description)
        => response.WriteJsonAsync(status, json =>
        {
            json.WriteString("error", error);
            json.WriteString("error_description", description);
        });

    /// <summary>A caller that could not prove who it is.</summary>
    public static Task WriteInvalidClientAsync(this HttpResponse response, string description)
    {
        response.Headers.WWWAuthenticate = "Basic realm=\"IdentityHost\", charset=\"UTF-8\"";    // RFC 9110: a 401 names a scheme
        return response.WriteErrorAsync(StatusCodes.Status401Unauthorized, "invalid_client", description);
    }

    /// <summary>Parameters that could not be read.</summary>
    public static Task WriteErrorAsync(this HttpResponse response, ParameterError error)
        => response.WriteErrorAsync(
            error == ParameterError.TooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest, "invalid_request", error.Describe());

    public static string Describe(this ParameterError error) => error switch
    {
        ParameterError.NotAForm => "The body must be application/x-www-form-urlencoded in UTF-8.",
        ParameterError.TooLarge => "The request is too large.",
        ParameterError.BadEncoding => "A parameter is not correctly encoded.",
        ParameterError.Repeated => "A parameter is present more than once.",
        _ => "The request could not be read.",
    };
}
