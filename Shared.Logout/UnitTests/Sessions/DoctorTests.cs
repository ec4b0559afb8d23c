using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Shared.Logout.Testing;
using Shared.Logout.UnitTests.Door;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>What the start-up doctor finds, once per start.</summary>
public sealed class DoctorTests
{
    [Fact]
    public async Task A_provider_that_does_not_announce_back_channel_logout_is_named()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.Discovery["backchannel_logout_supported"] = false;
        await AssertSaysAsync(provider, "does not announce back-channel logout");
    }

    [Fact]
    public async Task A_clock_that_differs_is_named()
    {
        var clock = new TestClock();
        clock.Advance(TimeSpan.FromMinutes(3));
        await using var provider = await FakeProvider.StartAsync(clock);
        await AssertSaysAsync(provider, "differs from this one by");
    }

    [Fact]
    public async Task A_discovery_document_out_of_a_cache_says_nothing_about_clocks()
    {
        var clock = new TestClock();
        clock.Advance(TimeSpan.FromMinutes(-3));
        await using var provider = await FakeProvider.StartAsync(clock);
        var logs = new LogProbe();
        using var cache = new Cache();
        await using var app = await StartAsync(provider, logs, isMapped: true, handler: cache);
        await UntilAsync(() => Says(logs, "examination is complete"));
        Assert.False(Says(logs, "Doctor:"));
    }

    [Fact]
    public async Task A_missing_endpoint_is_named()
    {
        await using var provider = await FakeProvider.StartAsync();
        await AssertSaysAsync(provider, "no endpoint takes logout tokens", isMapped: false);
    }

    [Fact]
    public async Task An_endpoint_that_asks_for_a_sign_in_is_named()
    {
        await using var provider = await FakeProvider.StartAsync();
        var logs = new LogProbe();
        await using var app = await StartAsync(provider, logs, isMapped: true, endpoint => endpoint.Add(it =>
        {
            foreach (var open in it.Metadata.OfType<IAllowAnonymous>().ToList())
                it.Metadata.Remove(open);
        }));
        await UntilAsync(() => Says(logs, "the endpoint /backchannel-logout requires authorization"));
    }

    [Fact]
    public async Task A_provider_out_of_reach_is_named()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.DiscoveryStatus = 500;
        await AssertSaysAsync(provider, "could not be asked at start");
    }

    [Fact]
    public async Task Where_all_is_well_it_is_silent()
    {
        await using var provider = await FakeProvider.StartAsync();
        var logs = new LogProbe();
        await using var app = await StartAsync(provider, logs, isMapped: true);
        await UntilAsync(() => Says(logs, "examination is complete"));
        Assert.False(Says(logs, "Doctor:"));
    }

    private static bool Says(LogProbe logs, string text) => logs.Lines.Any(line => line.Text.Contains(text, StringComparison.Ordinal));

    private static async Task AssertSaysAsync(FakeProvider provider, string text, bool isMapped = true)
    {
        var logs = new LogProbe();
        await using var app = await StartAsync(provider, logs, isMapped);
        await UntilAsync(() => Says(logs, text));
    }

    private static Task<SessionApp> StartAsync(
        FakeProvider provider, LogProbe logs, bool isMapped, Action<IEndpointConventionBuilder>? change = null, HttpMessageHandler? handler = null) => SessionApp.StartAsync(
        it => (it.Issuer, it.Authority, it.RequireHttpsMetadata, it.BackchannelHttpHandler) = (provider.Issuer, provider.Issuer, false, handler),
        map: it =>
        {
            if (isMapped)
            {
                var endpoint = it.MapBackChannelLogout();
                change?.Invoke(endpoint);
            }
        },
        logs: logs);

    private sealed class Cache() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            answer.Headers.Age = TimeSpan.FromMinutes(3);
            return answer;
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        while (!condition())
            await Task.Delay(20, deadline.Token);
    }
}
