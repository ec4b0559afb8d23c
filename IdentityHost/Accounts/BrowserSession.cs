using IdentityHost.Sessions;

namespace IdentityHost.Accounts;

/// <summary>One signed-in browser, as pages show it.</summary>
internal sealed record BrowserSession(ProviderSession Session, string Browser, IReadOnlyList<string> Apps, bool IsThis);
