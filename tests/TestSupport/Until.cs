using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace TestSupport;

/// <summary>Waits for a condition, never for a time. The deadline is generous: it is reached only when the test has failed.</summary>
public static class Until
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    public static Task IsTrueAsync(
        Func<bool> condition, TimeSpan? within = null, [CallerArgumentExpression(nameof(condition))] string what = "")
        => IsTrueAsync(() => Task.FromResult(condition()), within, what);

    public static Task IsTrueAsync(
        Func<Task<bool>> condition, TimeSpan? within = null, [CallerArgumentExpression(nameof(condition))] string what = "")
        => FindsAsync(async () => await condition() ? new object() : null, within, what);

    /// <summary>Asks again and again until the answer is not null, and returns it.</summary>
    public static async Task<T> FindsAsync<T>(
        Func<Task<T?>> find, TimeSpan? within = null, [CallerArgumentExpression(nameof(find))] string what = "") where T : class
    {
        var limit = within ?? Deadline;
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await find() is { } found)
                return found;
            if (watch.Elapsed > limit)
                throw new TimeoutException($"Not true within {limit.TotalSeconds:0.#} s: {what}");
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }
}
