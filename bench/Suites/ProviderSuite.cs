using System.Diagnostics;
using Bench.Harness;
using TestSupport;

namespace Bench.Suites;

/// <summary>What a large table of sessions costs a person.</summary>
internal sealed class ProviderSuite : IBenchSuite
{
    private const int Few = 1_000;
    private const int Many = 1_000_000;
    private const int Visits = 150;
    private const int WarmUp = 15;
    private static readonly string[] s_steps = ["sign-in", "sign-in without the password", "authorize", "token", "introspection", "end_session"];

    public string Name => "provider";

    public string About => "IdentityHost with 1,000,000 live sessions in its tables against 1,000: sign-in, authorize, token, introspection, end_session";

    public async Task RunAsync(Report report)
    {
        await using var sink = await LogoutSink.StartAsync();
        await using var postgres = await PostgresServer.StartAsync();
        foreach (var database in (string[])["SQLite", "PostgreSQL"])
        {
            await using var few = new Provider(sink.Address, await ConnectionAsync());
            await using var many = new Provider(sink.Address, await ConnectionAsync());
            report.Doing($"{database}: writing {Many:N0} sessions");
            await SessionTable.FillAsync(few, Few);
            var watch = Stopwatch.StartNew();
            await SessionTable.FillAsync(many, Many);
            report.Note($"{database}: {Many:N0} sessions, {2 * Many:N0} participants and {Many:N0} grants were written in {watch.Elapsed.TotalSeconds:0} s before the first measurement.");

            var times = new[] { few, many }.ToDictionary(provider => provider, _ => s_steps.ToDictionary(step => step, _ => new List<double>()));
            for (var visit = -WarmUp; visit < Visits; visit++)
            {
                report.Doing($"{database}: visit {visit} of {Visits}");
                // In turn, so that whatever else the machine does meets both.
                foreach (var provider in new[] { few, many })
                    await VisitAsync(provider, visit < 0 ? null : times[provider]);
            }

            foreach (var step in s_steps)
            {
                var (small, large) = (new Sample(times[few][step]), new Sample(times[many][step]));
                report.Add($"{step}, {database}, 1,000 sessions", "ms", small);
                report.Add($"{step}, {database}, 1,000,000 sessions", "ms", large);
                report.AtMost($"{step}, {database}: 1,000,000 / 1,000 sessions", 1.5, large.Median / small.Median);
            }

            async Task<string?> ConnectionAsync() => database == "SQLite" ? null : await postgres.NewDatabaseAsync();
        }
    }

    private static async Task VisitAsync(Provider provider, Dictionary<string, List<double>>? times)
    {
        const string Client = "c00";
        using var browser = new ProviderVisitor(provider.Address);
        var signIn = await browser.PrepareSignInAsync();
        await TimeAsync("sign-in", async () => { await signIn(); return true; });
        var code = await TimeAsync("authorize", () => browser.AuthorizeAsync(Client));
        var (idToken, accessToken) = await TimeAsync("token", () => browser.RedeemAsync(Client, code));
        if (!await TimeAsync("introspection", () => browser.IntrospectAsync(accessToken)))
            throw new InvalidOperationException("A token that was just issued is not active.");
        await TimeAsync("end_session", async () => { await browser.EndSessionAsync(idToken); return true; });
        if (await browser.IntrospectAsync(accessToken))
            throw new InvalidOperationException("A token of an ended session is active.");

        // The hash of a password takes longer than all the rest, and would hide it.
        var user = await provider.NewUserAsync();
        await TimeAsync("sign-in without the password", () => provider.SignInAsync(user, []));

        async Task<T> TimeAsync<T>(string step, Func<Task<T>> work)
        {
            var start = Stopwatch.GetTimestamp();
            var result = await work();
            times?[step].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            return result;
        }
    }
}
