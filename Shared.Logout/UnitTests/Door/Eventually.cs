namespace Shared.Logout.UnitTests.Door;

/// <summary>Waits for a condition, with a deadline that a slow machine meets.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    public static async Task TrueAsync(Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Deadline, "The condition was not met in time.");
            await Task.Delay(TimeSpan.FromMilliseconds(2));   // and leaves the processor to what is waited for
        }
    }
}
