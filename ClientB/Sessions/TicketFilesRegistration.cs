using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace ClientB.Sessions;

/// <summary>Registers the ticket store.</summary>
internal static class TicketFilesRegistration
{
    public static void AddTicketFiles(this IServiceCollection services)
    {
        services.AddScoped<PortalCookieEvents>();
        services.AddSingleton<ITicketStore>(provider => new TicketFiles(DirectoryOf(provider), provider.GetRequiredService<IDataProtectionProvider>()));
        services.AddHostedService(provider => new TicketSweeper(
            DirectoryOf(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<TicketSweeper>>()));
    }

    private static string DirectoryOf(IServiceProvider provider)
    {
        var data = provider.GetRequiredService<IConfiguration>()["DataDirectory"] ?? "App_Data";
        return Directory.CreateDirectory(Path.Combine(provider.GetRequiredService<IHostEnvironment>().ContentRootPath, data, "tickets")).FullName;
    }
}
