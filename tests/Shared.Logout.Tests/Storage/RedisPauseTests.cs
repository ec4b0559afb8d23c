namespace Shared.Logout.Tests.Storage;

/// <summary>Apart from the other failures, so that they go on meanwhile: for half a minute there is little to do.</summary>
public sealed class RedisPauseTests : DisturbanceTest
{
    [Fact]
    public async Task Ten_thousand_logouts_around_half_a_minute_without_an_answer_are_all_in_force_and_nobody_else_is_rejected()
    {
        await LogOutTenThousandDuringAsync(Disturbance.Paused, 2);
        Assert.All(Instances.Take(2), instance => Assert.True(instance.Log.Count("StoreOutOfStep") > 0, "an instance believed to be in step although nothing answered it"));
    }
}
