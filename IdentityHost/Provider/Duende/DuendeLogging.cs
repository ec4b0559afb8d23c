namespace IdentityHost.Provider.Duende;

/// <summary>
/// IdentityServer's messages about single requests name people, sessions and parts of tokens. Ours say the same without them, so of its own only
/// warnings go to the log, and of those about requests none. Its notices about the licence stay. Configuration can overrule each line.
/// </summary>
internal static class DuendeLogging
{
    private static readonly string[] _aboutRequests =
    [
        "Duende.IdentityServer.Endpoints", "Duende.IdentityServer.Validation", "Duende.IdentityServer.ResponseHandling", "Duende.IdentityServer.Services",
        "Duende.IdentityServer.Stores", "Duende.IdentityServer.Events",
    ];

    public static void Limit(ILoggingBuilder logging)
    {
        logging.AddFilter("Duende.IdentityServer", LogLevel.Warning);
        foreach (var category in _aboutRequests)
            logging.AddFilter(category, LogLevel.None);
    }
}
