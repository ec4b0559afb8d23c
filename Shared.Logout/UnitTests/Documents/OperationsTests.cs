using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Shared.Logout.Diagnostics;
using Shared.Logout.Tokens;
using Shared.Logout.UnitTests.Sessions;

namespace Shared.Logout.UnitTests.Documents;

/// <summary>Keeps docs/operations.md complete: an operator finds there every signal that the library sends.</summary>
public sealed class OperationsTests
{
    private const int LastId = 999;

    private static readonly string? s_page = Page.Read("operations.md");

    [Fact]
    public void Every_log_message_is_explained_and_every_explained_one_exists()
    {
        if (s_page is not { } page)
            return;
        var documented = Page.Rows(page).Where(row => int.TryParse(row[0], out var id) && id <= LastId).ToList();
        var messages = typeof(LogoutToken).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>();

        Assert.Equal(
            messages.OrderBy(it => it.EventId).Select(it => $"{it.EventId} {it.EventName} {it.Level}"),
            documented.Select(row => $"{row[0]} {row[1]} {row[2]}"));
        Assert.All(documented, row => Assert.True(row[3].Length > 10 && row[4].Length > 0, $"{row[1]} is not explained."));
    }

    [Fact]
    public async Task Every_instrument_is_explained_and_every_explained_one_exists()
    {
        if (s_page is not { } page)
            return;
        await using var app = await SessionApp.StartAsync();
        var factory = app.App.Services.GetRequiredService<IMeterFactory>();
        var published = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == LogoutMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, factory))
                    published.Add($"{instrument.Name} {Kind(instrument)} {instrument.Unit}");
            },
        };
        listener.Start();
        // Whatever in the library makes instruments is made now.
        foreach (var type in typeof(LogoutToken).Assembly.GetTypes().Where(MakesInstruments))
            Assert.NotNull(app.App.Services.GetService(type) ?? ActivatorUtilities.CreateInstance(app.App.Services, type));

        var documented = Page.Rows(page).Where(row => row[0].StartsWith("shared_logout.", StringComparison.Ordinal) && row.Length == 6).ToList();

        Assert.Equal(published.Distinct().Order(), documented.Select(row => $"{row[0]} {row[1]} {row[2]}").Order());
        Assert.All(documented, row => Assert.True(row[4].Length > 10 && row[5].Length > 0, $"{row[0]} has no meaning or no alert."));
    }

    [Fact]
    public void Every_word_that_a_tag_can_have_is_explained()
    {
        if (s_page is not { } page)
            return;
        var words = Enum.GetNames<LogoutTokenError>().Except([nameof(LogoutTokenError.None)])
            .Concat(Enum.GetNames<KeyFetchOutcome>())
            .Concat(Enum.GetNames<Shared.Logout.Sessions.RejectionKind>());

        Assert.DoesNotContain(words, word => !page.Contains($"`{word}`", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_state_of_the_health_check_is_explained()
    {
        if (s_page is not { } page)
            return;
        var states = Page.Rows(Page.Section(page, "### Health")).Select(row => row[0]);

        Assert.Equal(["healthy", "degraded", "unhealthy"], states.Skip(2));
        Assert.Equal(3, Enum.GetValues<HealthStatus>().Length);
        Assert.All((string[])["inStep", "revocations", "storeErrors", "lastReached"], name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    private static bool MakesInstruments(Type type)
        => type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Any(parameter => parameter.ParameterType == typeof(IMeterFactory));

    private static string Kind(Instrument instrument) => instrument.GetType().Name switch
    {
        var name when name.StartsWith("Histogram", StringComparison.Ordinal) => "histogram",
        var name when name.StartsWith("UpDownCounter", StringComparison.Ordinal) => "updowncounter",
        var name when name.Contains("Gauge", StringComparison.Ordinal) => "gauge",
        var name when name.Contains("Counter", StringComparison.Ordinal) => "counter",
        var name => name,
    };
}
