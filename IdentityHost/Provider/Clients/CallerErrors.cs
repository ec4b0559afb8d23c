using IdentityHost.Provider.Http;

namespace IdentityHost.Provider.Clients;

/// <summary>What a caller hears. It does not learn whether the name or the secret was wrong.</summary>
internal static class CallerErrors
{
    public static Task WriteErrorAsync(this HttpResponse response, CallerError error) => error switch
    {
        CallerError.TwoMethods => response.WriteErrorAsync(400, "invalid_request", "Use one way of client authentication, not two."),
        CallerError.ClientIdMismatch => response.WriteErrorAsync(400, "invalid_request", "client_id differs from the name in the Authorization header."),
        CallerError.MalformedHeader => response.WriteInvalidClientAsync("The Authorization header is not well-formed Basic authentication."),
        CallerError.NoCredentials => response.WriteInvalidClientAsync("Client authentication is missing."),
        _ => response.WriteInvalidClientAsync("Client authentication failed."),
    };
}
