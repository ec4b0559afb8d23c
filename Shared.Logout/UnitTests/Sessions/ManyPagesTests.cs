using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Shared.Logout.Live;
using Shared.Logout.UnitTests.Door;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>Thousands of open pages on one instance.</summary>
public sealed class ManyPagesTests
{
    private const int Sessions = 40;
    private const int PagesOfEach = 50;

    [Fact]
    public async Task Of_two_thousand_open_pages_exactly_those_of_the_session_are_told_and_none_costs_a_timer_or_an_observer()
    {
        await using var app = await SessionApp.StartAsync(map: it => it.MapSessionEvents());
        using var metrics = new MetricsProbe(app.App.Services.GetRequiredService<IMeterFactory>());
        var browsers = Enumerable.Range(0, Sessions).Select(_ => app.Browser()).ToList();
        var pages = new List<(int Session, EventStream Page)>();
        try
        {
            for (var i = 0; i < Sessions; i++)
                await browsers[i].SignIn("alice", $"s{i}");
            using (await EventStream.OpenAsync(browsers[0]))
            {
                // Whatever is made once is made by now.
            }

            var before = (app.Book.Observers, app.Clock.Timers);
            await Parallel.ForEachAsync(Enumerable.Range(0, Sessions * PagesOfEach), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
            {
                var page = await EventStream.OpenAsync(browsers[i % Sessions]);
                lock (pages)
                    pages.Add((i % Sessions, page));
            });
            var sessions = app.App.Services.GetRequiredService<LiveSessions>();
            Assert.Equal((Sessions * PagesOfEach, Sessions), (pages.Count, sessions.Count));
            Assert.Equal(before, (app.Book.Observers, app.Clock.Timers));

            await app.LogoutAsync("alice", "s7", initiatedBy: "Client B");
            Assert.Equal(PagesOfEach, await CountAsync(pages.Where(it => it.Session == 7), "Client B"));
            Assert.Equal(PagesOfEach, metrics.ConnectionsEnded);

            // The first news of all others is the next one, so they had none before.
            await app.LogoutAsync(sub: "alice", initiatedBy: "Client C");
            Assert.Equal((Sessions - 1) * PagesOfEach, await CountAsync(pages.Where(it => it.Session != 7), "Client C"));
            await Eventually.TrueAsync(() => sessions.Count == 0);
        }
        finally
        {
            pages.ForEach(it => it.Page.Dispose());
            browsers.ForEach(it => it.Dispose());
        }
    }

    private static async Task<int> CountAsync(IEnumerable<(int Session, EventStream Page)> pages, string initiator)
    {
        var news = await Task.WhenAll(pages.Select(it => it.Page.ReadEventAsync(Eventually.Deadline)));
        return news.Count(it => it.StartsWith("event: session-ended", StringComparison.Ordinal) && it.Contains($"\"{initiator}\"", StringComparison.Ordinal));
    }
}
