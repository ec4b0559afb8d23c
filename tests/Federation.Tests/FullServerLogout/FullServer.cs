using Federation.Tests.Processes;

namespace Federation.Tests.FullServerLogout;

/// <summary>The four applications as processes. A positive introspection answer is kept so long that no test passes because it ran out.</summary>
public sealed class FullServer : IAsyncLifetime
{
    /// <summary>Where the management tool's sign-in ends. Nobody listens there: the test reads the code from the redirect.</summary>
    internal static readonly Uri ToolAddress = new("http://localhost:9/tool");

    public RealFederation Apps { get; } = new(MoreClients(), new() { ["AccessTokens__IntrospectionCache"] = "00:10:00" });

    internal TokenHolder Person(string user) => new(Apps, user);

    public Task InitializeAsync() => Apps.StartAsync();

    public async Task DisposeAsync() => await Apps.DisposeAsync();

    private static Dictionary<string, string?> MoreClients()
    {
        var settings = ManagementTool();
        foreach (var (index, type) in new[] { (10, "Jwt"), (11, "Reference") })
        {
            settings[$"Clients__{index}__ClientId"] = $"job-{type}";
            settings[$"Clients__{index}__ClientSecrets__0"] = $"job-{type}-secret";
            settings[$"Clients__{index}__RedirectUris__0"] = ToolAddress.AbsoluteUri;
            settings[$"Clients__{index}__AllowedScopes__0"] = "openid";
            settings[$"Clients__{index}__AllowedScopes__1"] = "dataEventRecords";
            settings[$"Clients__{index}__AllowOfflineAccess"] = "true";
            settings[$"Clients__{index}__CoordinateLifetimeWithUserSession"] = "false";
            settings[$"Clients__{index}__AccessTokenType"] = type;
        }

        return settings;
    }

    /// <summary>One more client, which may use the management API in an administrator's name.</summary>
    internal static Dictionary<string, string?> ManagementTool() => new()
    {
        ["ApiResources__9__Name"] = "identity",
        ["ApiResources__9__Scopes__0"] = "identity.sessions.write",
        ["Clients__9__ClientId"] = "tool",
        ["Clients__9__ClientSecrets__0"] = "tool-secret",
        ["Clients__9__RedirectUris__0"] = ToolAddress.AbsoluteUri,
        ["Clients__9__AllowedScopes__0"] = "openid",
        ["Clients__9__AllowedScopes__1"] = "identity.sessions.write",
    };
}
