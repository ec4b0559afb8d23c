using System.Security.Claims;

using Duende.IdentityServer.Services;

using IdentityHost.Sessions;

using Microsoft.AspNetCore.Authentication;

namespace IdentityHost.Provider.Duende.Sessions;

/// <summary>
/// The session of this browser is the row that our cookie opens. Participants are rows too, noted in the transaction that stores the code: two
/// tabs at once cannot lose one, as they can where the list travels in a cookie.
/// </summary>
internal sealed class UserSession(ISessions sessions, IHttpContextAccessor http) : IUserSession
{
    public async Task<ClaimsPrincipal?> GetUserAsync() => await CurrentAsync() is { } session ? SessionPrincipal.Of(session) : null;

    public async Task<string?> GetSessionIdAsync() => (await CurrentAsync())?.Sid;

    public async Task<IEnumerable<string>> GetClientListAsync()
        => await CurrentAsync() is { } session ? (await sessions.ParticipantsAsync([session.Sid], CancellationToken.None))[session.Sid] : [];

    /// <summary>Nothing to do: the code's transaction has noted it.</summary>
    public Task AddClientIdAsync(string clientId) => Task.CompletedTask;

    public Task<string> CreateSessionIdAsync(ClaimsPrincipal principal, AuthenticationProperties properties)
        => throw new NotSupportedException("Sessions begin with ISessions.SignInAsync, which also ends the one that the browser had.");

    /// <summary>For an iframe that this provider does not have.</summary>
    public Task EnsureSessionIdCookieAsync() => Task.CompletedTask;

    /// <summary>For an iframe that this provider does not have.</summary>
    public Task RemoveSessionIdCookieAsync() => Task.CompletedTask;

    private Task<ProviderSession?> CurrentAsync()
        => http.HttpContext is { } context ? sessions.GetCurrentAsync(context) : Task.FromResult<ProviderSession?>(null);
}
