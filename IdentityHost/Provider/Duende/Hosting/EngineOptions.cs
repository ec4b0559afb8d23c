namespace IdentityHost.Provider.Duende.Hosting;

/// <summary>The settings that only this engine has, bound from <c>Provider</c>.</summary>
public sealed class EngineOptions
{
    /// <summary>The licence key of Duende IdentityServer, which production needs. Without one it runs for development and testing, and logs a warning.</summary>
    public string? LicenseKey { get; set; }
}
