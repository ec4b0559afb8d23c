using System.Data.Common;

using IdentityHost.Data;

using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityHost.Tests.Provider;

/// <summary>An IdentityHost whose database stops answering at a moment that the test chooses.</summary>
public sealed class BrokenDatabaseHost : WebApplicationFactory<Program>
{
    private readonly string _directory = Directory.CreateTempSubdirectory("idp-broken-").FullName;
    private volatile bool _broken;

    public void Break() => _broken = true;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        builder.UseSetting("Issuer", ProviderHost.Issuer);
        builder.UseSetting("DataDirectory", _directory);
        foreach (var (key, value) in Registrations.All)
            builder.UseSetting(key, value);
        builder.ConfigureServices(services =>
        {
            var real = services.Last(service => service.ServiceType == typeof(IDatabase));
            services.AddSingleton<IDatabase>(provider => new Fuse(this, (IDatabase)(real.ImplementationFactory?.Invoke(provider)
                ?? real.ImplementationInstance ?? ActivatorUtilities.CreateInstance(provider, real.ImplementationType!))));
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private sealed class Outage : DbException;

    private sealed class Fuse(BrokenDatabaseHost host, IDatabase inner) : IDatabase
    {
        public string SkipLocked => inner.SkipLocked;

        public string ByIndex => inner.ByIndex;

        public bool IsShared => inner.IsShared;

        public Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => host._broken ? throw new Outage() : inner.OpenAsync(cancellationToken);

        public Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken)
            => host._broken ? throw new Outage() : inner.WriteAsync(work, cancellationToken);
    }
}
