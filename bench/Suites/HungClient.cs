using System.Diagnostics;
using Bench.Harness;

namespace Bench.Suites;

/// <summary>One session at 100 clients. Each round has a pair: all answer, and one does not (another one each time, so that no pause protects the rest).</summary>
internal sealed class HungClient(Provider provider, LogoutSink sink, string database)
{
    private const int Rounds = 20;

    public async Task RunAsync(Report report)
    {
        var (all, others, person) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = -1; round < Rounds; round++)
        {
            report.Doing($"100 clients, {database}, round {round + 1} of {Rounds}");
            // Each goes first in half of the rounds: whatever the first leaves to do meets both.
            var hungFirst = round % 2 == 0 ? await SignOutAsync(Provider.Client(50 + round)) : default;
            var healthy = await SignOutAsync(null);
            var hung = round % 2 == 0 ? hungFirst : await SignOutAsync(Provider.Client(50 + round));
            if (round < 0)
                continue;
            all.Add(healthy.Acknowledged);
            others.Add(hung.Acknowledged);
            person.Add(hung.Redirected);
        }
        report.Add($"100 clients, all answer, {database}: until the last of 99", "ms", new Sample(all));
        report.Add($"100 clients, one hangs, {database}: until the last of the others", "ms", new Sample(others));
        report.Add($"100 clients, one hangs, {database}: until the person is redirected", "ms", new Sample(person));
        report.AtMost($"one of 100 hangs / none, {database}", 1.2, new Sample(others.Zip(all, (a, b) => a / b)).Median);
        report.AtMost($"the person is redirected after, in ms, worst, {database}", 1700, person.Max());
    }

    private async Task<(double Acknowledged, double Redirected)> SignOutAsync(string? hung)
    {
        using var browser = new ProviderVisitor(provider.Address);
        await (await browser.PrepareSignInAsync())();
        var first = Provider.Client(0);
        var (idToken, _) = await browser.RedeemAsync(first, await browser.AuthorizeAsync(first));
        var sid = ProviderVisitor.Sid(idToken);
        await provider.JoinAsync(sid, Enumerable.Range(1, Provider.Clients - 1));
        if (hung is not null)
            await sink.HangAsync(hung);

        var watch = Stopwatch.StartNew();
        await browser.EndSessionAsync(idToken);
        var redirected = watch.Elapsed.TotalMilliseconds;

        // The same 99 clients are looked at in both cases.
        var looked = hung ?? Provider.Client(50);
        var rows = (await provider.OfSessionAsync(sid)).Where(row => row.ClientId != looked).ToList();
        if (rows.Count != Provider.Clients - 1 || rows.Exists(row => row.AcknowledgedAt is null))
            throw new InvalidOperationException($"{rows.Count(row => row.AcknowledgedAt is not null)} of the other 99 clients have acknowledged when the person goes on.");
        if (hung is not null)
        {
            await sink.ReleaseAsync();
            var late = (await provider.OfSessionAsync(sid)).Single(row => row.ClientId == hung);
            await provider.Deliveries.RedeliverAsync(late.Id, "bench", default);
            await provider.SettledAsync(late.BatchId);
        }
        return (rows.Max(row => (row.AcknowledgedAt!.Value - row.EndedAt).TotalMilliseconds), redirected);
    }
}
