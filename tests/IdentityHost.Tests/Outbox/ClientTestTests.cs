using System.Net;

using IdentityHost.Delivery;
using IdentityHost.Tests.Core;

using Microsoft.AspNetCore.Http;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.Outbox;

/// <summary>An administrator tests whether a client hears a logout.</summary>
[Collection(OnSqlite.Name)]
public sealed class ClientTestTests(SqliteCore host)
{
    [Fact]
    public async Task A_test_of_a_client_names_a_session_that_never_was_and_tells_what_is_wrong()
    {
        Assert.True((await host.Deliveries.TestClientAsync("c63", default)) is { Healthy: true, Status: 200, TlsProtocol: null });
        Assert.Single(host.Sink.Of("c63"), logout => logout.Sid!.StartsWith("test-", StringComparison.Ordinal));
        host.Sink.Answer("c63", (int)HttpStatusCode.Redirect);
        Assert.Contains("redirect", (await host.Deliveries.TestClientAsync("c63", default)).Explanation, StringComparison.Ordinal);
        host.Sink.Answer("c63", null);
        Assert.Contains("no BackChannelLogoutUri", (await host.Deliveries.TestClientAsync("mute", default)).Explanation, StringComparison.Ordinal);
        Assert.False((await host.Deliveries.TestClientAsync("unknown", default)).Healthy);
    }

    [Fact]
    public async Task A_client_that_passes_the_test_is_told_at_once_what_waits_for_it()
    {
        host.Sink.Answer("c64", http =>
        {
            AskForPatience(http);
            return Task.CompletedTask;
        });
        var session = await host.SignInAsync(await host.NewUserAsync(), "c64");
        var result = await host.EndAsync(session);
        await Until.FindsAsync(async () => await RowAsync() is { Attempts: 1 } found ? found : null);

        Assert.False((await host.Deliveries.TestClientAsync("c64", default)).Healthy);
        Assert.True((await RowAsync()).NextAttemptAt > TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(200));     // still: it is not there yet

        host.Sink.Answer("c64", null);
        Assert.True((await host.Deliveries.TestClientAsync("c64", default)).Healthy);
        var told = Assert.Single(await host.SettledAsync(result.BatchId));
        Assert.Equal((DeliveryState.Delivered, 2), (told.State, told.Attempts));

        async Task<DeliveryRecord> RowAsync() => Assert.Single(await host.Deliveries.OfBatchAsync(result.BatchId, default));
    }

    [Fact]
    public async Task An_attempt_that_was_under_way_when_a_client_passed_the_test_does_not_make_it_wait()
    {
        var answered = new TaskCompletionSource();
        host.Sink.Answer("c97", async http =>
        {
            await answered.Task;
            AskForPatience(http);
        });
        var session = await host.SignInAsync(await host.NewUserAsync(), "c97");
        var result = await host.EndAsync(session);
        await Until.IsTrueAsync(() => host.Sink.Of("c97", session.Sid).Count == 1);

        host.Sink.Answer("c97", null);
        Assert.True((await host.Deliveries.TestClientAsync("c97", default)).Healthy);
        answered.SetResult();

        var told = Assert.Single(await host.SettledAsync(result.BatchId));
        Assert.Equal((DeliveryState.Delivered, 2), (told.State, told.Attempts));
    }

    private static void AskForPatience(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "300";
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
    }
}
