using IdentityHost.Diagnostics;
using IdentityHost.Provider.Http;
using IdentityHost.Provider.Interaction;

namespace IdentityHost.Provider.SignOut;

/// <summary>GET and POST <c>/connect/endsession</c>. Changes nothing itself: the page does, after asking where it must.</summary>
internal sealed class EndSessionEndpoint(
    SignOutValidator validator, SignOutTickets tickets, ErrorPages errorPages, ProviderMetrics metrics, ILogger<EndSessionEndpoint> logger) : IProtocolEndpoint
{
    private const int MaxUrl = 7_500;

    public async Task HandleAsync(HttpContext http)
    {
        var read = await ParameterReader.ReadAsync(http.Request, http.RequestAborted);
        if (!read.Succeeded)
        {
            Refuse(http, read.Error == ParameterError.TooLarge ? SignOutError.TooLarge : SignOutError.Unreadable, null);
            return;
        }
        var validation = await validator.ValidateAsync(read.Parameters, http.RequestAborted);
        if (validation.Request is not { } request)
        {
            Refuse(http, validation.Error, validation.ClientId);
            return;
        }
        if (validation.Error != SignOutError.None)
            Note(validation.Error, validation.ClientId);
        var location = $"{http.Request.PathBase}{ProviderPaths.Logout}?logoutId={tickets.Seal(request)}";
        if (location.Length > MaxUrl)
        {
            Refuse(http, SignOutError.TooLarge, validation.ClientId);
            return;
        }
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = location;
    }

    private void Refuse(HttpContext http, SignOutError error, string? clientId)
    {
        Note(error, clientId);
        errorPages.Show(http, "invalid_request", error switch
        {
            SignOutError.TooLarge => "The application sent a sign-out request that is too large.",
            SignOutError.ClientUnknown => "The application that asked for the sign-out is not known here (client_id).",
            SignOutError.ClientDiffersFromHint => "The application that asked for the sign-out is not the one that id_token_hint names (client_id).",
            _ => "The application sent a sign-out request that cannot be read: a parameter is repeated or wrongly encoded.",
        });
    }

    private void Note(SignOutError error, string? clientId)
    {
        metrics.Refused("endsession", error.ToString());
        logger.ProviderRequestRefused("endsession", clientId, error.ToString());
    }
}
