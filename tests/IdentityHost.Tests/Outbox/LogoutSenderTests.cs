using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

using IdentityHost.Configuration;
using IdentityHost.Delivery;
using IdentityHost.Tests.Core;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.Outbox;

/// <summary>What goes wrong between us and a client is a word and a verdict.</summary>
public sealed class LogoutSenderTests : IDisposable
{
    private readonly LogoutHttpClient _http = Client(Until.Deadline);

    [Fact]  // C-058
    public async Task A_client_that_never_answers_is_a_timeout()
    {
        await using var sink = await LogoutSink.StartAsync();
        sink.Hang("c00");
        using var hurried = Client(TimeSpan.FromSeconds(1));
        var outcome = await SendAsync($"{sink.Address}/c00/logout", hurried);
        Assert.Equal((AttemptVerdict.Unavailable, "timeout", null), (outcome.Verdict, outcome.Error, outcome.Status));
        Assert.InRange(outcome.Latency.TotalSeconds, 0.9, 20);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_a_failed_connection()
        => Assert.Equal((AttemptVerdict.Unavailable, "connect"), Of(await SendAsync($"http://127.0.0.1:{FreePort.Next()}/")));

    [Fact]
    public async Task A_connection_that_is_cut_is_unavailable()
    {
        await using var sink = await LogoutSink.StartAsync();
        sink.Answer("c00", http =>
        {
            http.Abort();
            return Task.CompletedTask;
        });
        Assert.Equal(AttemptVerdict.Unavailable, (await SendAsync($"{sink.Address}/c00/logout")).Verdict);
    }

    [Fact]  // C-065
    public async Task A_certificate_that_nobody_trusts_is_never_ignored()
    {
        var reached = false;
        await using var app = await TlsAsync(() => reached = true);
        var outcome = await SendAsync(app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        Assert.Equal((AttemptVerdict.Unavailable, "tls"), Of(outcome));
        Assert.False(reached);
    }

    [Fact]  // C-069
    public async Task The_request_carries_the_token_and_nothing_of_ours()
    {
        await using var sink = await LogoutSink.StartAsync();
        var headers = new HeaderDictionary();
        sink.Answer("c00", http =>
        {
            headers = new HeaderDictionary(http.Request.Headers.ToDictionary(header => header.Key, header => header.Value));
            return Task.CompletedTask;
        });
        Assert.Equal(AttemptVerdict.Acknowledged, (await SendAsync($"{sink.Address}/c00/logout?keep=1")).Verdict);
        Assert.Equal(
            ["Accept", "Content-Length", "Content-Type", "Host", "Logout-Delivery-Attempt", "Logout-Delivery-Id", "User-Agent"],
            headers.Keys.Where(name => name is not ("traceparent" or "tracestate" or "baggage" or "Request-Id" or "Correlation-Context")).Order(StringComparer.Ordinal));
        Assert.Equal("application/x-www-form-urlencoded", headers["Content-Type"]);
        Assert.Equal("logout_token=a.b.c", Assert.Single(sink.Received).Body);
    }

    public void Dispose() => _http.Dispose();

    private static LogoutHttpClient Client(TimeSpan attemptTimeout)
    {
        var options = Options.Create(new IdentityHostOptions { Delivery = { AllowedPrivateTargets = ["127.0.0.0/8", "localhost"], AttemptTimeout = attemptTimeout } });
        return new LogoutHttpClient(new TargetGuard(options), options);
    }

    private Task<AttemptOutcome> SendAsync(string uri, LogoutHttpClient? client = null)
        => new LogoutSender(client ?? _http, TimeProvider.System).SendAsync(uri, "a.b.c", "delivery", 1, default);

    private static (AttemptVerdict, string?) Of(AttemptOutcome outcome) => (outcome.Verdict, outcome.Error);

    private static async Task<WebApplication> TlsAsync(Action reached)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        app.Run(_ =>
        {
            reached();
            return Task.CompletedTask;
        });
        await app.StartAsync();
        return app;
    }
}
