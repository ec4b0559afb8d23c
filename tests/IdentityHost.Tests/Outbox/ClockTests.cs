using IdentityHost.Delivery;
using IdentityHost.Tests.Core;
using IdentityHost.Tests.Provider;

using Microsoft.Extensions.DependencyInjection;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.Outbox;

[Collection(OnSqlite.Name)]
public sealed class ClockTests(SqliteCore host)
{
    [Fact]
    public async Task A_clock_that_is_set_back_does_not_keep_the_person_waiting()
    {
        host.Sink.Hang("c98");
        var session = await host.SignInAsync(await host.NewUserAsync(), "c98");
        var result = await host.EndAsync(session);
        var time = new OffsetTime();
        var ledger = ActivatorUtilities.CreateInstance<DeliveryLedger>(host.Services, time);

        var waiting = ledger.WaitAsync(result.BatchId, TimeSpan.FromSeconds(1), default);
        time.SetBack(TimeSpan.FromHours(1));

        Assert.Equal(DeliveryState.Pending, Assert.Single(await waiting.WaitAsync(Until.Deadline)).State);
        host.Sink.Answer("c98", null);
        await host.SettledAsync(result.BatchId);
    }
}
