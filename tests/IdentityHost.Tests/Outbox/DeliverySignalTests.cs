using IdentityHost.Delivery;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.Outbox;

public sealed class DeliverySignalTests
{
    private const int Calls = 200_000;

    /// <summary>What wakes the worker must also make it look: a call that comes while it takes the news is news of the next round.</summary>
    [Fact]
    public async Task No_call_is_lost_however_it_meets_the_worker()
    {
        var signal = new DeliverySignal();
        var (said, seen) = (0, 0);
        using var stop = new CancellationTokenSource();
        var worker = Task.Run(async () =>
        {
            while (Volatile.Read(ref seen) < Calls)
            {
                // As the worker does: it looks when there is news, and sleeps until somebody calls.
                if (signal.TakeNews())
                    Volatile.Write(ref seen, Volatile.Read(ref said));
                else
                    await signal.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);
            }
        });
        for (var call = 1; call <= Calls; call++)
        {
            Volatile.Write(ref said, call);
            signal.Wake();
            if (call % 4 == 0 && !SpinWait.SpinUntil(() => Volatile.Read(ref seen) >= call || worker.IsCompleted, Until.Deadline))
            {
                await stop.CancelAsync();
                Assert.Fail($"Call {call} woke the worker, and it did not look.");
            }
        }
        await worker;
        Assert.Equal(Calls, seen);
    }
}
