using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Shared.Logout.Testing;
using TestSupport;

namespace Shared.Logout.Tests.Operations;

/// <summary>What docs/operations.md promises leaves the process through OpenTelemetry.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class TelemetryTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c", ProvidersSpan = "b7ad6b7169203331";

    [Fact]
    public async Task A_logout_is_counted_and_its_span_continues_the_providers_trace()
    {
        await using var provider = await FakeProvider.StartAsync();
        var kept = new KeepingExporter<Metric>(Describe);
        var spans = new KeepingExporter<Activity>(span => [$"{span.DisplayName} {span.Kind} {span.TraceId} {span.ParentSpanId} {span.Status} " +
            $"{span.GetTagItem("http.response.status_code")} {span.GetTagItem("shared_logout.reason")}"]);
        using var meters = Sdk.CreateMeterProviderBuilder()
            .AddMeter("Shared.Logout")
            .AddReader(new BaseExportingMetricReader(kept))
            .Build();
        using var tracing = Sdk.CreateTracerProviderBuilder()
            .AddSource("Shared.Logout")
            .AddProcessor(new SimpleActivityExportProcessor(spans))
            .Build();
        await using var app = await StartAsync(provider);

        var token = provider.LogoutToken("app").Build();
        Assert.Equal(HttpStatusCode.OK, await PostAsync(app, token));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(app, token));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(app, provider.LogoutToken("app").With("nonce", "n").Build()));
        await Until.IsTrueAsync(() => spans.Left.Count(span => span.Contains(TraceId, StringComparison.Ordinal)) == 3, what: "three spans have left");
        Assert.True(meters.ForceFlush());

        Assert.Equal(
        [
            $"backchannel_logout Server {TraceId} {ProvidersSpan} Unset 200 ",
            $"backchannel_logout Server {TraceId} {ProvidersSpan} Unset 200 ",
            $"backchannel_logout Server {TraceId} {ProvidersSpan} Error 400 HasNonce",
        ], spans.Left.Where(span => span.Contains(TraceId, StringComparison.Ordinal)));
        Assert.Contains("shared_logout.tokens.accepted {token} 1", kept.Left);
        Assert.Contains("shared_logout.tokens.repeated {token} 1", kept.Left);
        Assert.Contains("shared_logout.tokens.refused {token} 1 reason=HasNonce", kept.Left);
        Assert.Contains("shared_logout.request.duration s 2 http.response.status_code=200", kept.Left);
        Assert.Contains("shared_logout.replica.lag s 0", kept.Left);
        Assert.Contains("shared_logout.store.errors {error} 0", kept.Left);
        Assert.Contains(kept.Left, line => line.StartsWith("shared_logout.replica.revocations {revocation} ", StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal));
    }

    private static async Task<WebApplication> StartAsync(FakeProvider provider)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["OpenIdConnect:Authority"] = provider.Issuer,
            ["OpenIdConnect:ClientId"] = "app",
        });
        builder.Services.AddInMemoryRevocationStore();
        builder.Services.AddAuthentication("Cookies").AddCookie("Cookies").AddBackChannelLogout();
        var app = builder.Build();
        app.MapBackChannelLogout();
        await app.StartAsync();
        return app;
    }

    // A test host traces nothing by itself, as a provider that is no .NET application.
    private static async Task<HttpStatusCode> PostAsync(WebApplication app, string token)
    {
        using var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(app.Urls.Single()) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/backchannel-logout")
        {
            Content = new FormUrlEncodedContent([new("logout_token", token)]),
            Headers = { { "traceparent", $"00-{TraceId}-{ProvidersSpan}-01" } },
        };
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    private static IEnumerable<string> Describe(Metric metric)
    {
        foreach (var point in metric.GetMetricPoints())
        {
            var tags = "";
            foreach (var (key, value) in point.Tags)
                tags += $" {key}={value}";
            var measured = metric.MetricType switch
            {
                MetricType.Histogram => point.GetHistogramCount(),
                MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
                MetricType.LongGauge => point.GetGaugeLastValueLong(),
                _ => point.GetSumLong(),
            };
            yield return $"{metric.Name} {metric.Unit} {measured}{tags}";
        }
    }
}
