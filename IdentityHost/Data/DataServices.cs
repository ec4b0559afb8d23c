using System.Security.Cryptography.X509Certificates;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection.Extensions;

using Npgsql;

namespace IdentityHost.Data;

internal static class DataServices
{
    /// <summary>PostgreSQL when <c>ConnectionStrings:Identity</c> is set, SQLite in DataDirectory otherwise.</summary>
    public static WebApplicationBuilder AddIdentityData(this WebApplicationBuilder builder)
    {
        SqlMapping.Register();
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        if (builder.Configuration.GetConnectionString("Identity") is { Length: > 0 } postgres)
            services.AddSingleton<IDatabase>(provider => new PostgresDatabase(Source(postgres, provider), provider.GetRequiredService<TimeProvider>()));
        else
            services.AddSingleton<IDatabase, SqliteDatabase>();
        services.AddSingleton<Migrator>();
        services.AddSingleton<CleanUp>();
        services.AddHostedService<DatabaseStartup>();
        AddDataProtection(builder);
        return builder;
    }

    private static NpgsqlDataSource Source(string connectionString, IServiceProvider provider)
    {
        try
        {
            return new NpgsqlDataSourceBuilder(connectionString).UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>()).Build();
        }
        catch (ArgumentException ex)    // the message names the keyword, never the password
        {
            throw new StartupException(
                $"ConnectionStrings:Identity is not a PostgreSQL connection string: {ex.Message} Write it like 'Host=db;Database=identity;Username=identity;Password=...'.");
        }
    }

    private static void AddDataProtection(WebApplicationBuilder builder)
    {
        var protection = builder.Services.AddDataProtection().SetApplicationName("IdentityHost");
        builder.Services.AddSingleton<DataProtectionKeyRepository>();
        builder.Services.AddOptions<KeyManagementOptions>()
            .Configure<DataProtectionKeyRepository>((options, repository) => options.XmlRepository = repository);
        if (builder.Configuration["DataProtection:CertificatePath"] is { Length: > 0 } path)
            protection.ProtectKeysWithCertificate(Certificate(path, builder.Configuration["DataProtection:CertificatePassword"]));
    }

    private static X509Certificate2 Certificate(string path, string? password)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, password);
        }
        catch (Exception ex) when (ex is System.Security.Cryptography.CryptographicException or IOException)
        {
            throw new StartupException(
                $"DataProtection:CertificatePath '{path}' cannot be read as PKCS#12: {ex.Message} Give a .pfx file with its private key, and " +
                "DataProtection:CertificatePassword when it has one.", ex);
        }
    }
}
