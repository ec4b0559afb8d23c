using IdentityHost.Accounts;
using IdentityHost.Sessions;

namespace IdentityHost.Upstream;

/// <summary>The way out of a session that began upstream.</summary>
internal sealed class ExternalSignOut(ReturnTickets tickets) : IExternalSignOut
{
    public string? Address(ProviderSession session, string next)
        => session.UpstreamIssuer is null ? null : $"{UpstreamDefaults.SignOut}?t={Uri.EscapeDataString(tickets.Make(session.Sid, next))}";
}
