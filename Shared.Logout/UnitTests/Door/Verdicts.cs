using System.Net;
using Microsoft.Extensions.Logging;
using Shared.Logout.Testing;

namespace Shared.Logout.UnitTests.Door;

/// <summary>
/// The rule of the conformance table: change one thing in a token that is otherwise accepted, see it refused without any effect;
/// then send it unchanged, and see the session end. A refusal alone would prove nothing.
/// </summary>
internal static class Verdicts
{
    public static Task RefusedAsync(this DoorHost host, LogoutTokenError reason, Func<LogoutTokenBuilder, string> breakToken)
        => host.RefusedAsync(reason, token => host.PostAsync(breakToken(token)));

    public static async Task RefusedAsync(this DoorHost host, LogoutTokenError reason, Func<LogoutTokenBuilder, Task<HttpResponseMessage>> postBroken)
    {
        var token = host.Token();
        using var browser = await host.SignInAsync(token);
        host.Metrics.Clear();
        var attempts = host.Book.Attempts;

        using (var answer = await postBroken(token))
        {
            host.AssertNoFault();
            await AssertRefusedAsync(answer);
        }

        Assert.Equal([reason.ToString()], host.Metrics.Refused);
        Assert.Equal(attempts, host.Book.Attempts);
        Assert.True(await browser.IsSignedIn(), "The refused token ended the session.");

        using (var answer = await host.PostAsync(token.Build()))
            await AssertAcceptedAsync(answer);
        Assert.False(await browser.IsSignedIn(), "The unchanged token did not end the session, so the refusal proves nothing.");
    }

    public static Task AcceptedAsync(this DoorHost host, Func<LogoutTokenBuilder, string> change)
        => host.AcceptedAsync(token => host.PostAsync(change(token)));

    public static async Task AcceptedAsync(this DoorHost host, Func<LogoutTokenBuilder, Task<HttpResponseMessage>> post)
    {
        var token = host.Token();
        using var browser = await host.SignInAsync(token);
        using (var answer = await post(token))
        {
            host.AssertNoFault();
            await AssertAcceptedAsync(answer);
        }

        Assert.False(await browser.IsSignedIn(), "The token was accepted, but the session lives.");
    }

    /// <summary>No bug surfaced, and nothing that a caller sent became a line of its own in the log.</summary>
    public static void AssertNoFault(this DoorHost host)
    {
        if (host.Logs.Lines.FirstOrDefault(line => line.Level >= LogLevel.Error) is { Text: not null } fault)
            Assert.Fail(fault.Text);
        Assert.DoesNotContain(host.Logs.Lines, line => line.Category.StartsWith("Shared.Logout", StringComparison.Ordinal) && line.Text.AsSpan().ContainsAny('\r', '\n'));
    }

    public static async Task AssertAcceptedAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    public static async Task AssertRefusedAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("""{"error":"invalid_request"}""", await answer.Content.ReadAsStringAsync());
        Assert.Null(answer.Headers.Location);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    public static async Task AssertTryAgainAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.NotNull(answer.Headers.RetryAfter?.Delta);
        Assert.Equal("""{"error":"temporarily_unavailable"}""", await answer.Content.ReadAsStringAsync());
    }
}
