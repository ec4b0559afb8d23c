using System.Net;
using Microsoft.Extensions.Hosting;
using Shared.Logout.Http;

namespace Shared.Logout.UnitTests.Door;

/// <summary>A host that is told to stop while a logout is being recorded: every rolling restart.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task A_logout_that_is_under_way_when_the_host_stops_is_recorded_and_answered()
    {
        await using var host = await DoorHost.StartAsync();
        var (asked, open) = (new TaskCompletionSource(), new TaskCompletionSource());
        host.Book.BeforeRecord = token =>
        {
            asked.TrySetResult();
            return open.Task.WaitAsync(token);
        };
        var post = host.PostAsync(host.Token().Build());
        await asked.Task;
        var stop = host.App.StopAsync();
        await Eventually.TrueAsync(() => host.App.Lifetime.ApplicationStopping.IsCancellationRequested);
        open.SetResult();
        await Verdicts.AssertAcceptedAsync(await post);
        Assert.Single(host.Book.Tokens);
        await stop;
    }

    [Fact]
    public async Task A_store_that_hangs_does_not_hold_up_the_end_of_the_host()
    {
        await using var host = await DoorHost.StartAsync();
        var asked = new TaskCompletionSource();
        host.Book.BeforeRecord = token =>
        {
            asked.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, token);
        };
        var post = host.PostAsync(host.Token().Build());
        await asked.Task;
        await host.App.StopAsync().WaitAsync(Eventually.Deadline);     // it would take for ever
        using var answer = await post;
        await Verdicts.AssertTryAgainAsync(answer);
        Assert.Equal(["shutdown"], host.Metrics.Deferred);
        Assert.Empty(host.Book.Tokens);
    }
}
