using System.Collections.Frozen;

using IdentityHost.Diagnostics;

using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace IdentityHost.Configuration;

/// <summary>The registrations as last seen without a fault. A faulty change of a configuration file is reported and the former state goes on.</summary>
internal sealed class ClientDirectory : IClientDirectory, IDisposable
{
    private readonly IConfiguration _configuration;
    private readonly IValidateOptions<Registrations> _rules;
    private readonly ILogger<ClientDirectory> _logger;
    private readonly IDisposable _subscription;
    private volatile Snapshot _current;

    public ClientDirectory(
        IConfiguration configuration, IOptions<Registrations> initial, IValidateOptions<Registrations> rules, ILogger<ClientDirectory> logger)
    {
        (_configuration, _rules, _logger) = (configuration, rules, logger);
        _current = Snapshot.Of(initial.Value);
        ReportUnreadableFiles();
        _subscription = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
    }

    /// <summary>Raised after clients or APIs changed.</summary>
    public event Action? Changed;

    public IReadOnlyCollection<Client> Clients => _current.Clients.Values;

    public IReadOnlyCollection<ApiResource> ApiResources => _current.ApiResources;

    public Client? Find(string clientId) => _current.Clients.GetValueOrDefault(clientId);

    public Client? FindEnabled(string clientId) => Find(clientId) is { Enabled: true } client ? client : null;

    public void Dispose() => _subscription.Dispose();

    private void Reload()
    {
        var registrations = new Registrations();
        try
        {
            _configuration.Bind(registrations);
        }
        catch (InvalidOperationException ex)    // a value of the wrong type
        {
            CoreLog.RegistrationsRefused(_logger, ex.Message);
            return;
        }
        var verdict = _rules.Validate(null, registrations);
        if (verdict.Failed)
        {
            CoreLog.RegistrationsRefused(_logger, verdict.FailureMessage);
            return;
        }
        // A file that was moved away, or is being written, reads as nothing. Believing it would end everybody's session with every client.
        if (registrations.Clients.Count == 0 && Clients.Count > 0)
        {
            CoreLog.RegistrationsRefused(
                _logger, "Clients is empty, so a configuration file is missing or unreadable. Put it back; to run without any client, restart.");
            return;
        }
        _current = Snapshot.Of(registrations);
        Changed?.Invoke();
    }

    /// <summary>A file that does not parse raises no change; without this nobody would learn why theirs has no effect.</summary>
    private void ReportUnreadableFiles()
    {
        foreach (var file in (_configuration as IConfigurationRoot)?.Providers.OfType<FileConfigurationProvider>() ?? [])
            file.Source.OnLoadException += context => CoreLog.ConfigurationFileUnreadable(_logger, context.Exception, file.Source.Path);
    }

    private sealed record Snapshot(FrozenDictionary<string, Client> Clients, IReadOnlyCollection<ApiResource> ApiResources)
    {
        public static Snapshot Of(Registrations registrations) => new(
            registrations.Clients.ToFrozenDictionary(client => client.ClientId, StringComparer.Ordinal), [.. registrations.ApiResources]);
    }
}
