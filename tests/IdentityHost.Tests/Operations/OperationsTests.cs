using System.Diagnostics.Metrics;
using System.Reflection;

using IdentityHost.Diagnostics;
using IdentityHost.Tests.Provider;

using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.Operations;

/// <summary>Keeps the provider's part of docs/operations.md complete.</summary>
public sealed class OperationsTests(ProviderHost host) : ProviderTest(host)
{
    private const int FirstId = 1000;

    private static readonly List<string[]> s_rows = [.. File.ReadAllLines(Repository.PathOf("docs", "operations.md"))
        .Where(line => line.StartsWith('|')).Select(line => line.Split('|')[1..^1].Select(cell => cell.Trim().Trim('`')).ToArray())];

    [Fact]
    public void Every_log_message_is_explained_and_every_explained_one_exists()
    {
        var documented = s_rows.Where(row => int.TryParse(row[0], out var id) && id >= FirstId).ToList();
        var messages = typeof(CoreLog).Assembly.GetTypes()
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
        var published = new HashSet<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name is CoreMetrics.MeterName or ProviderMetrics.MeterName)
                {
                    lock (published)
                        published.Add($"{instrument.Name} {Kind(instrument)} {instrument.Unit}");
                }
            },
        };
        listener.Start();
        _ = (Host.Get<CoreMetrics>(), Host.Get<DeliveryMetrics>());
        // The protocol engine makes its instruments when it first needs them.
        var (_, tokens) = await TokensAsync();
        await IsActiveAsync(tokens.Text("access_token"));
        await TokenAsync(Redemption("made-up"));

        var documented = s_rows.Where(row => row[0].StartsWith("identityhost.", StringComparison.Ordinal) && row.Length == 6).ToList();

        Assert.Equal(documented.Select(row => $"{row[0]} {row[1]} {row[2]}").Order(), published.Order());
        Assert.All(documented, row => Assert.True(row[4].Length > 5 && row[5].Length > 0, $"{row[0]} has no meaning or no alert."));
    }

    [Fact]
    public void Every_health_check_is_explained()
        => Assert.All(
            Host.Get<IOptions<HealthCheckServiceOptions>>().Value.Registrations,
            check => Assert.Contains(s_rows, row => row[0] == check.Name && row.Length == 4));

    private static string Kind(Instrument instrument) => instrument.GetType().Name switch
    {
        var name when name.StartsWith("Histogram", StringComparison.Ordinal) => "histogram",
        var name when name.Contains("Gauge", StringComparison.Ordinal) => "gauge",
        var name when name.Contains("Counter", StringComparison.Ordinal) => "counter",
        var name => name,
    };
}
