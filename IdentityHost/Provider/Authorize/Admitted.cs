using IdentityHost.Sessions;

namespace IdentityHost.Provider.Authorize;

/// <summary>A valid request and the session that answers it.</summary>
internal sealed record Admitted(AuthorizeRequest Request, ProviderSession Session);
