using IdentityHost.Configuration;
using IdentityHost.Provider.Interaction;
using IdentityHost.Sessions;

namespace IdentityHost.Provider.SignOut;

/// <summary>Carries a validated sign-out to the page, and decides there whether the person must be asked: by the session that is signed in then.</summary>
internal sealed class SignOutTickets(SealedValues values, IClientDirectory clients, ISessions sessions, IHttpContextAccessor http)
{
    private const string Purpose = "signout";

    public string Seal(SignOutRequest request) => values.Seal(Purpose, request);

    public async Task<SignOutContext?> OpenAsync(string? logoutId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (values.Open<SignOutRequest>(Purpose, logoutId) is not { } request)
            return null;
        var client = request.ClientId is { } id ? clients.Find(id) : null;
        var current = http.HttpContext is { } context ? await sessions.GetCurrentAsync(context) : null;
        return new SignOutContext(client?.ClientId, client?.ClientName ?? client?.ClientId, request.Doubtful ? null : request.Sid, request.ReturnTo, request.NeedsConfirmation(current));
    }
}
