namespace Clients.Web;

/// <summary>The address an application has when nobody gave it one.</summary>
internal static class DefaultAddress
{
    private static readonly string[] Choices = ["urls", "http_ports", "https_ports", "Kestrel:Endpoints"];

    /// <summary>Listens here unless configuration names an address. A value in appsettings.json would beat <c>ASPNETCORE_URLS</c>; this does not.</summary>
    public static void UseDefaultAddress(this WebApplicationBuilder builder, string address)
    {
        if (!Choices.Any(key => builder.Configuration.GetSection(key).Exists()))
            builder.WebHost.UseUrls(address);
        // Browsers send one cookie jar to every port of a host name; the default of 32 KB is soon full there, and a bare 431 helps nobody.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestHeadersTotalSize = 128 * 1024);
    }
}
