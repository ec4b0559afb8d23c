namespace IdentityHost.Api;

/// <summary>The scopes of the management API. An API resource in the configuration must list them before a client can ask for one.</summary>
internal static class ApiScopes
{
    public const string ReadSessions = "identity.sessions.read";
    public const string WriteSessions = "identity.sessions.write";
    public const string ReadDeliveries = "identity.deliveries.read";
    public const string WriteDeliveries = "identity.deliveries.write";
}
