using IdentityHost.Configuration;

namespace IdentityHost.Provider.Introspection;

/// <summary>Who asks: an API about tokens for it, or a client about its own.</summary>
internal sealed record IntrospectionCaller(ApiResource? Api, Client? Client);
