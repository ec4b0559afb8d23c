using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Shared.Logout.Storage;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>What the health check says of the path on which logouts arrive.</summary>
public sealed class HealthTests
{
    [Theory]
    [InlineData(true, 0, HealthStatus.Healthy)]
    [InlineData(false, 1, HealthStatus.Degraded)]
    [InlineData(false, 299, HealthStatus.Degraded)]
    [InlineData(false, 301, HealthStatus.Unhealthy)]
    public async Task Out_of_step_is_degraded_and_beyond_MaxStaleness_unhealthy(bool inStep, int staleSeconds, HealthStatus expected)
    {
        await using var app = await SessionApp.StartAsync(services: it =>
        {
            it.RemoveAll<IReplicaStatus>();
            it.AddSingleton<IReplicaStatus>(new Status(inStep, TimeSpan.FromSeconds(staleSeconds)));
            it.AddHealthChecks().AddBackChannelLogout();
        });
        var report = await app.App.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal((expected, "backchannel-logout"), (report.Status, Assert.Single(report.Entries).Key));
    }

    private sealed record Status(bool InStep, TimeSpan Staleness) : IReplicaStatus
    {
        public bool AsksStore => false;

        public DateTimeOffset? LastReached => null;

        public long Count => 0;

        public long StoreErrors => 0;
    }
}
