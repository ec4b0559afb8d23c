using System.Diagnostics;

using IdentityHost.Delivery;
using IdentityHost.Diagnostics;
using IdentityHost.Tests.Core;

using Microsoft.AspNetCore.Http;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.Outbox;

/// <summary>What delivery promises, with real HTTP and on either database.</summary>
public abstract class DeliveryContract(CoreHost host)
{
    [Theory]    // C-070 to C-072, C-076
    [InlineData(200, DeliveryState.Delivered)]
    [InlineData(204, DeliveryState.Delivered)]
    [InlineData(202, DeliveryState.Dead)]
    [InlineData(206, DeliveryState.Dead)]
    [InlineData(401, DeliveryState.Dead)]
    [InlineData(403, DeliveryState.Dead)]
    [InlineData(404, DeliveryState.Dead)]
    [InlineData(405, DeliveryState.Dead)]
    [InlineData(410, DeliveryState.Dead)]
    [InlineData(413, DeliveryState.Dead)]
    [InlineData(415, DeliveryState.Dead)]
    public async Task A_definitive_answer_ends_the_matter_at_the_first_try(int status, DeliveryState expected)
    {
        var client = CoreHost.Client(40 + (status % 10));
        host.Sink.Answer(client, status);
        var session = await host.SignInAsync(await host.NewUserAsync(), client, "c10");
        var rows = await host.SettledAsync((await host.EndAsync(session)).BatchId);

        var row = Assert.Single(rows, row => row.ClientId == client);
        Assert.Equal((expected, 1, status), (row.State, row.Attempts, row.LastStatus));
        Assert.Single(host.Sink.Of(client, session.Sid));
        Assert.Equal(DeliveryState.Delivered, Assert.Single(rows, row => row.ClientId == "c10").State);
        host.Sink.Answer(client, null);
    }

    [Theory]    // C-077
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_client_that_asks_for_patience_is_told_again_with_a_new_token(int status)
    {
        host.Sink.Answer("c50", status);
        var user = await host.NewUserAsync();
        var session = await host.SignInAsync(user, "c50");
        var result = await host.EndAsync(session);
        var later = await host.SignInAsync(user, "c50");
        await Until.IsTrueAsync(() => host.Sink.Of("c50", session.Sid).Count >= 2);
        host.Sink.Answer("c50", null);
        var row = Assert.Single(await host.SettledAsync(result.BatchId));

        Assert.Equal(DeliveryState.Delivered, row.State);
        var received = host.Sink.Of("c50", session.Sid);
        Assert.Equal(row.Attempts, received.Count);
        Assert.Equal(received.Count, received.Select(logout => logout.Claims.GetProperty("jti").GetString()).Distinct().Count());
        Assert.Equal([row.Id], received.Select(logout => logout.DeliveryId).Distinct());
        Assert.Equal(Enumerable.Range(1, received.Count).Select(i => $"{i}"), received.Select(logout => logout.Attempt));
        Assert.Null((await host.Sessions.FindAsync(later.Sid, default))!.EndedAt);      // what was late ends nothing that began since
        Assert.Empty(host.Sink.Of("c50", later.Sid));
    }

    [Fact]  // C-073 to C-075, C-064: refused and redirected deliveries wait, they do not die at once and are not followed
    public async Task A_refusal_waits_for_a_spaced_try_and_a_redirect_is_not_followed()
    {
        host.Sink.Answer("c51", async http =>
        {
            http.Response.StatusCode = 400;
            await http.Response.WriteAsync("""{"error":"invalid_request","error_description":"<script>"}""");
        });
        host.Sink.Answer("c52", http =>
        {
            http.Response.StatusCode = 307;
            http.Response.Headers.Location = $"{host.Sink.Address}/c53/logout";
            return Task.CompletedTask;
        });
        var session = await host.SignInAsync(await host.NewUserAsync(), "c51", "c52");
        var result = await host.EndAsync(session);
        var rows = await Until.FindsAsync(async () =>
            await host.Deliveries.OfBatchAsync(result.BatchId, default) is var found && found.All(row => row.Attempts == 1) ? found : null);

        Assert.Equal([(DeliveryState.Pending, 400, "invalid_request"), (DeliveryState.Pending, 307, null)], rows.Select(row => (row.State, row.LastStatus!.Value, row.LastError)));
        Assert.All(rows, row => Assert.True(row.NextAttemptAt > TimeProvider.System.GetUtcNow()));
        Assert.Empty(host.Sink.Of("c53", session.Sid));
        host.Sink.Answer("c51", null);
        host.Sink.Answer("c52", null);
        foreach (var row in rows)
            Assert.True(await host.Deliveries.RedeliverAsync(row.Id, "somebody", default));
        Assert.All(await host.SettledAsync(result.BatchId), row => Assert.Equal(DeliveryState.Delivered, row.State));
    }

    [Fact]  // C-061: refusals are counted, and not what came before them
    public async Task A_client_that_was_away_for_long_and_then_refuses_gets_its_spaced_tries()
    {
        host.Sink.Answer("c54", 503);
        var session = await host.SignInAsync(await host.NewUserAsync(), "c54");
        var result = await host.EndAsync(session);
        DeliveryRecord row = null!;
        for (var attempts = 1; attempts <= 4; attempts++)
        {
            row = await Until.FindsAsync(async () => await host.Deliveries.OfBatchAsync(result.BatchId, default) is [var found] && found.Attempts >= attempts ? found : null);
            if (attempts >= 3)
                host.Sink.Answer("c54", 400);
            if (attempts < 4)
                Assert.True(await host.Deliveries.RedeliverAsync(row.Id, "somebody", default));
        }
        // Asked for again at just the wrong moment, the next try is at once, and the spaced one after that.
        row = await Until.FindsAsync(async () => await host.Deliveries.OfBatchAsync(result.BatchId, default) is [{ LastStatus: 400, NextAttemptAt: { } next } found]
            && next > found.EndedAt + TimeSpan.FromSeconds(10) ? found : null);
        host.Sink.Answer("c54", null);

        Assert.Equal(DeliveryState.Pending, row.State);
        Assert.True(row.Attempts > RetrySchedule.MaxRefusals);
    }

    [Fact]
    public async Task Two_attempts_of_one_delivery_in_one_commit_both_count()
    {
        host.Sink.Hang("c61");
        var session = await host.SignInAsync(await host.NewUserAsync(), "c61");
        var result = await host.EndAsync(session);
        var now = DateTimeOffset.UtcNow;
        var delivery = Lease.Of(Assert.Single(await host.Deliveries.OfBatchAsync(result.BatchId, default)).Id, result.BatchId, "c61", now);
        // As after an outage of the database that was longer than a lease.
        var finished = await host.Get<DeliveryStore>().CompleteAsync(
            [
                new CompletedAttempt(delivery, AttemptOutcome.Of(503, null, TimeSpan.Zero, null), now, now.AddSeconds(5)),
                new CompletedAttempt(delivery, AttemptOutcome.Of(200, null, TimeSpan.Zero, null), now, null),
            ], default);

        Assert.Equal([result.BatchId], finished);
        var row = Assert.Single(await host.Deliveries.OfBatchAsync(result.BatchId, default));
        Assert.Equal((DeliveryState.Delivered, 2), (row.State, row.Attempts));
        host.Sink.Answer("c61", null);
    }

    [Fact]  // C-056, C-058
    public async Task A_hung_client_delays_nobody_and_the_person_waits_no_longer_than_allowed()
    {
        host.Sink.Hang("c60");
        var session = await host.SignInAsync(await host.NewUserAsync(), [.. Enumerable.Range(0, CoreHost.Clients).Select(CoreHost.Client)]);
        var result = await host.EndAsync(session);
        await Until.IsTrueAsync(async () => (await host.Deliveries.OfBatchAsync(result.BatchId, default)).Count(row => row.State is DeliveryState.Delivered) == 99);

        var watch = Stopwatch.StartNew();
        var rows = await host.Deliveries.WaitAsync(result.BatchId, TimeSpan.FromMilliseconds(300), default);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"waited {watch.Elapsed}");
        Assert.Equal("c60", Assert.Single(rows, row => row.State is not DeliveryState.Delivered).ClientId);

        await Until.IsTrueAsync(() => host.Sink.Of("c60", session.Sid).Count > 0);
        host.Sink.Answer("c60", null);
        Assert.All(await host.SettledAsync(result.BatchId), row => Assert.Equal(DeliveryState.Delivered, row.State));    // C-059
        Assert.Contains(await host.Deliveries.OfBatchAsync(result.BatchId, default), row => row is { ClientId: "c60", Attempts: > 1 });
    }

    [Fact]
    public async Task Clients_that_hang_with_long_queues_do_not_hold_up_another_one()
    {
        string[] hung = ["c67", "c68", "c69", "c76"];
        foreach (var client in hung)
            host.Sink.Hang(client);
        var user = await host.NewUserAsync();
        for (var i = 0; i < 20; i++)
            await host.SignInAsync(user, hung);
        var other = await host.SignInAsync(await host.NewUserAsync(), "c77");
        var queue = await host.TheDoor.EndAsync(new(IdentityHost.EndSession.EndReason.Admin) { Sub = user.Sub }, default);

        var told = Assert.Single(await host.SettledAsync((await host.EndAsync(other)).BatchId));
        var rows = await host.Deliveries.OfBatchAsync(queue.BatchId, default);

        Assert.Equal(DeliveryState.Delivered, told.State);
        Assert.Equal((80, 0), (rows.Count, rows.Max(row => row.Attempts)));     // before the first of them had timed out
        foreach (var client in hung)
            host.Sink.Answer(client, null);
    }

    [Fact]  // C-066
    public async Task An_endless_answer_counts_by_its_status()
    {
        host.Sink.Answer("c61", async http =>
        {
            var block = new byte[64 * 1024];
            while (!http.RequestAborted.IsCancellationRequested)
                await http.Response.Body.WriteAsync(block, http.RequestAborted);
        });
        var session = await host.SignInAsync(await host.NewUserAsync(), "c61");
        var row = Assert.Single(await host.SettledAsync((await host.EndAsync(session)).BatchId));
        host.Sink.Answer("c61", null);
        Assert.Equal((DeliveryState.Delivered, 1), (row.State, row.Attempts));
    }

    [Fact]  // C-024 to C-037, C-055
    public async Task The_token_and_its_request_are_what_the_specification_says()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == CoreMetrics.MeterName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        var session = await host.SignInAsync(await host.NewUserAsync(), "c00", "c01", "c02", "c03");
        using var trace = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        await host.SettledAsync((await host.TheDoor.EndAsync(
            new(IdentityHost.EndSession.EndReason.RpLogout) { Sid = session.Sid, InitiatedBy = "c10" }, default)).BatchId);

        var (both, es, sidOnly, subOnly) = (Only("c00"), Only("c01"), Only("c02"), Assert.Single(host.Sink.Of("c03"), logout => Sub(logout) == session.Sub));
        Assert.Equal(("RS256", "logout+jwt"), (both.Header.GetProperty("alg").GetString(), both.Header.GetProperty("typ").GetString()));
        Assert.Equal("ES256", es.Header.GetProperty("alg").GetString());
        Assert.NotEmpty(both.Header.GetProperty("kid").GetString()!);
        var claims = both.Claims;
        Assert.Equal((CoreSettings.Issuer, "c00", session.Sid, session.Sub), (Text(claims, "iss"), Text(claims, "aud"), Text(claims, "sid"), Text(claims, "sub")));
        Assert.Equal(120, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.Equal("""{"http://schemas.openid.net/event/backchannel-logout":{}}""", claims.GetProperty("events").GetRawText());
        Assert.Equal(("rp_logout", "Client 10"), (Text(claims, "logout_reason"), Text(claims, "initiated_by")));
        Assert.False(claims.TryGetProperty("nonce", out _));
        Assert.Equal($"logout_token={both.Token}", both.Body);
        Assert.Contains(trace.TraceId.ToHexString(), both.TraceParent, StringComparison.Ordinal);

        Assert.Equal((session.Sid, null), (sidOnly.Sid, Sub(sidOnly)));
        Assert.Equal((null, session.Sub), (subOnly.Sid, Sub(subOnly)));
        Assert.True(subOnly.Claims.TryGetProperty("toe", out _));

        ReceivedLogout Only(string client) => Assert.Single(host.Sink.Of(client, session.Sid));
    }

    [Fact]
    public async Task The_time_from_the_end_of_a_session_is_measured_for_each_client_and_for_the_last_one()
    {
        var meters = host.Get<System.Diagnostics.Metrics.IMeterFactory>();      // another host measures at the same time
        var seen = new System.Collections.Concurrent.ConcurrentQueue<(string Name, double Seconds, string? Client)>();
        using var listener = new System.Diagnostics.Metrics.MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == CoreMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Name is "identityhost.deliveries.duration" or "identityhost.logout.duration")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen.Enqueue((instrument.Name, value, tags.Length == 0 ? null : (string?)tags[0].Value)));
        listener.Start();
        host.Sink.Answer("c66", 503);
        var session = await host.SignInAsync(await host.NewUserAsync(), "c65", "c66");
        var result = await host.EndAsync(session);
        await Until.IsTrueAsync(() => host.Sink.Of("c66", session.Sid).Count >= 1);
        host.Sink.Answer("c66", null);
        await host.SettledAsync(result.BatchId);

        await Until.IsTrueAsync(() => seen.Any(each => each is { Name: "identityhost.deliveries.duration", Client: "c66" }));
        var slow = seen.Single(each => each is { Name: "identityhost.deliveries.duration", Client: "c66" }).Seconds;
        Assert.InRange(slow, 0.5, 60);      // its first answer was a refusal, and the next try comes half a second later at the earliest
        Assert.InRange(seen.Single(each => each is { Name: "identityhost.deliveries.duration", Client: "c65" }).Seconds, 0, slow);
        await Until.IsTrueAsync(() => seen.Any(each => each.Name == "identityhost.logout.duration" && each.Seconds >= slow));
    }

    [Fact]
    public async Task A_dead_delivery_is_found_and_sent_again()
    {
        host.Sink.Answer("c62", 404);
        var session = await host.SignInAsync(await host.NewUserAsync(), "c62");
        var dead = Assert.Single(await host.SettledAsync((await host.EndAsync(session)).BatchId));
        Assert.Equal(dead.Id, Assert.Single(await host.Deliveries.SearchAsync(new DeliveryFilter(DeliveryState.Dead, "c62", session.Sub, session.Sid), 0, 10, default)).Id);

        host.Sink.Answer("c62", null);
        Assert.True(await host.Deliveries.RedeliverAsync(dead.Id, "somebody", default));
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await host.SettledAsync(dead.BatchId)).State);
        Assert.False(await host.Deliveries.RedeliverAsync(dead.Id, "somebody", default));
        Assert.False(await host.Deliveries.RedeliverAsync("unknown", "somebody", default));
    }

    private static string? Sub(ReceivedLogout logout) => Text(logout.Claims, "sub");

    private static string? Text(System.Text.Json.JsonElement claims, string name) => claims.TryGetProperty(name, out var value) ? value.GetString() : null;
}
