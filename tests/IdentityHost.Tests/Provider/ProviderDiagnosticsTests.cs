using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;

using IdentityHost.Diagnostics;

using Microsoft.Extensions.Logging;

using Xunit;

namespace IdentityHost.Tests.Provider;

public sealed class ProviderDiagnosticsTests(ProviderHost host) : EndSessionTest(host)
{
    [Fact]
    public void Log_messages_have_ids_of_their_own_in_the_engines_range_and_names()
    {
        var messages = typeof(ProviderLog).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()!).ToList();
        Assert.All(messages, message => Assert.InRange(message.EventId, 1200, 1399));
        Assert.All(messages, message => Assert.False(string.IsNullOrEmpty(message.EventName)));
        Assert.Equal(messages.Count, messages.Select(message => message.EventId).Distinct().Count());
    }

    [Fact]
    public async Task No_log_line_holds_a_secret_or_a_person()
    {
        var (browser, tokens) = await TokensAsync("web", "openid orders.read offline_access");
        var code = await CodeAsync(browser);
        await TokenAsync(Redemption(code));
        await TokenAsync(Redemption(code));     // refused, with a warning
        var refreshed = await TokenAsync(Refresh(tokens.Text("refresh_token")));
        await IsActiveAsync(refreshed.Text("access_token"));
        await PostAsync("/connect/token", Refresh("x\r\nforged line"), null, null);
        var sid = tokens.Claims("id_token").GetProperty("sid").GetString()!;
        await FollowAsync(browser, SignOut(tokens.Text("id_token")));

        Assert.Contains(Host.Logs.Lines, line => line.Contains("GrantRevokedAfterReuse", StringComparison.Ordinal));
        string[] secrets =
        [
            code, tokens.Text("access_token"), tokens.Text("refresh_token"), refreshed.Text("access_token"), refreshed.Text("refresh_token"),
            tokens.Text("id_token"), sid, "web-secret", Pkce.Verifier, "forged line",
        ];
        Assert.All(Host.Logs.Lines, line => Assert.DoesNotContain(secrets, secret => line.Contains(secret, StringComparison.Ordinal)));
        Assert.DoesNotContain(Host.Logs.Lines, line => line.Contains(ProviderHost.Alice, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tokens_and_refusals_are_counted_by_reason()
    {
        var seen = new ConcurrentQueue<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == ProviderMetrics.MeterName)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            seen.Enqueue($"{instrument.Name} {value} {string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}"));
        listener.Start();
        var (_, tokens) = await TokensAsync("web", "openid orders.read offline_access");
        await TokenAsync(Redemption("made-up"));
        await IsActiveAsync(tokens.Text("access_token"));
        Assert.Contains("identityhost.provider.tokens.issued 1 token=code,grant_type=authorization_code", seen);
        Assert.Contains("identityhost.provider.tokens.issued 1 token=refresh_token,grant_type=authorization_code", seen);
        Assert.Contains("identityhost.provider.requests.refused 1 endpoint=token,reason=CodeUnknown", seen);
        Assert.Contains("identityhost.provider.introspections 1 active=True", seen);
    }
}
