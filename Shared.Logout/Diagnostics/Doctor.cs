using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shared.Logout.Configuration;
using Shared.Logout.Tokens;

namespace Shared.Logout.Diagnostics;

/// <summary>Looks once after each start for what makes logouts get lost without any error, and says so in the log.</summary>
internal sealed class Doctor(
    ILogoutRegistrations registrations, ProviderKeysCatalog providers, IEnumerable<EndpointDataSource> endpoints, IHostApplicationLifetime lifetime, ILogger<Doctor> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Endpoints are complete, and the provider may be an app that starts together with this one.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onStarted = lifetime.ApplicationStarted.UnsafeRegister(static it => ((TaskCompletionSource)it!).TrySetResult(), started);
        using var onStopping = stoppingToken.UnsafeRegister(static it => ((TaskCompletionSource)it!).TrySetCanceled(), started);
        await started.Task;

        ExamineEndpoints();
        foreach (var registration in registrations.All)
            await ExamineProviderAsync(registration, stoppingToken);
        logger.DoctorDone();
    }

    private void ExamineEndpoints()
    {
        var doors = endpoints.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Where(endpoint => endpoint.DisplayName == "Back-channel logout").ToList();
        if (doors.Count == 0)
            logger.DoctorNoEndpoint();
        // AllowAnonymous wins over any policy, unless somebody took it away again.
        foreach (var door in doors.Where(door => door.Metadata.GetMetadata<IAllowAnonymous>() is null))
            logger.DoctorEndpointProtected(door.RoutePattern.RawText ?? "");
    }

    private async Task ExamineProviderAsync(LogoutRegistration registration, CancellationToken stopping)
    {
        var provider = providers.For(registration);
        if ((await provider.GetAsync(stopping))?.Metadata is not { } metadata)
        {
            logger.DoctorProviderUnreachable(registration.MetadataAddress);
            return;
        }

        if (metadata.BackChannelLogoutSupported is not true)
            logger.DoctorProviderSilent(registration.MetadataAddress);
        // The Date header counts whole seconds.
        if (provider.KnownClockDifference is { } difference && difference.Duration() > registration.ClockSkew + TimeSpan.FromSeconds(1))
            logger.DoctorClockDiffers(registration.MetadataAddress, difference, registration.ClockSkew);
    }
}
