using IdentityHost.Users;

namespace IdentityHost.Sessions;

/// <summary>A live session together with the person.</summary>
internal sealed record SignedIn(ProviderSession Session, UserAccount User);
