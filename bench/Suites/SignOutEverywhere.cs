using System.Diagnostics;
using Bench.Harness;

namespace Bench.Suites;

/// <summary>A person with 1,000 sessions at 3 clients each is signed out everywhere, through the management API.</summary>
internal sealed class SignOutEverywhere(Provider provider, LogoutSink sink, string database)
{
    private const int Rounds = 7;
    private const int Sessions = 1000;
    private const int ClientsOfEach = 3;

    public async Task RunAsync(Report report)
    {
        using var script = new ProviderVisitor(provider.Address);
        var token = await script.OperatorTokenAsync();
        var (answered, delivered, twice) = (new List<double>(), new List<double>(), 0);
        for (var round = -1; round < Rounds; round++)
        {
            report.Doing($"sign out everywhere, {database}, round {round + 1} of {Rounds}");
            var user = await provider.NewUserAsync();
            await Task.WhenAll(Enumerable.Range(0, Sessions).Select(i => provider.SignInAsync(user, Enumerable.Range(i % 90, ClientsOfEach))));
            await sink.ResetAsync();

            var watch = Stopwatch.StartNew();
            var batch = await script.SignOutEverywhereAsync(token, user.Sub);
            var answer = watch.Elapsed.TotalMilliseconds;
            var rows = await provider.SettledAsync(batch);
            var all = watch.Elapsed.TotalMilliseconds;

            var (posts, deliveries) = await sink.CountAsync();
            if (rows.Count != Sessions * ClientsOfEach || deliveries != rows.Count)
                throw new InvalidOperationException($"{deliveries} of {rows.Count} deliveries arrived; there should be {Sessions * ClientsOfEach}.");
            if (round < 0)
                continue;
            answered.Add(answer);
            delivered.Add(all);
            twice += posts - deliveries;
        }
        report.Add($"sign out everywhere, {database}: answered", "ms", new Sample(answered));
        report.Add($"sign out everywhere, {database}: all 3,000 delivered", "ms", new Sample(delivered));
        report.AtMost($"sign out everywhere answered after, in ms, {database}", 300, new Sample(answered).Median);
        report.AtMost($"requests beyond the 3,000 of each round, {database}", 0, twice);
    }
}
