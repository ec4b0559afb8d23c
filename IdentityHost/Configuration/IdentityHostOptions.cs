namespace IdentityHost.Configuration;

/// <summary>The provider's own settings, bound from the configuration root.</summary>
public sealed class IdentityHostOptions
{
    /// <summary>The exact <c>iss</c>. Default: <c>http://localhost:5000</c> in Development; required elsewhere, and https.</summary>
    public string? Issuer { get; set; }

    /// <summary>Where SQLite and unshared keys live. Default: <c>App_Data</c> below the content root.</summary>
    public string DataDirectory { get; set; } = "App_Data";

    /// <summary>Sessions without activity end after this time. Default: 2 hours.</summary>
    public TimeSpan SessionIdleLifetime { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Sessions end after this time in any case. Default: 10 hours.</summary>
    public TimeSpan SessionAbsoluteLifetime { get; set; } = TimeSpan.FromHours(10);

    /// <summary>How long a person waits for the applications' acknowledgements. Default: 1.5 seconds.</summary>
    public TimeSpan LogoutWait { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Allows http issuers, redirect and logout addresses outside Development. Default: false.</summary>
    public bool AllowHttp { get; set; }

    public DeliveryOptions Delivery { get; set; } = new();
}
