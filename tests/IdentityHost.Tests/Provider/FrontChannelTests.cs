using AngleSharp.Html.Parser;

using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>Clients that can be told through the browser only.</summary>
public sealed class FrontChannelTests(ProviderHost host) : EndSessionTest(host)
{
    [Fact]
    public async Task The_sign_out_page_has_one_frame_for_each_such_client_of_the_session_and_allows_no_other()
    {
        var (browser, tokens) = await TokensAsync("web");
        await TokensAsync(browser, "front");
        await TokensAsync(browser, "both");
        await TokensAsync(browser, "told");     // back channel only
        var sid = tokens.Claims("id_token").GetProperty("sid").GetString()!;
        var page = await FollowAsync(browser, SignOut(tokens.Text("id_token")));
        var document = new HtmlParser().ParseDocument(page.Body);
        var frames = document.QuerySelectorAll("iframe").Select(frame => frame.GetAttribute("src")!).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(2, frames.Count);
        Assert.StartsWith("https://both.test/out?", frames[0]);
        Assert.StartsWith("https://front.test/out?keep=1&", frames[1]);
        Assert.All(frames, frame => Assert.Equal((ProviderHost.Issuer, sid), (Uris.Query(frame)["iss"], Uris.Query(frame)["sid"])));
        var policy = page.Header("Content-Security-Policy");
        var sources = policy.Split(';').Select(part => part.Trim()).Single(part => part.StartsWith("frame-src ", StringComparison.Ordinal));
        Assert.Equal(["https://both.test", "https://front.test"], sources.Split(' ')[1..].Order(StringComparer.Ordinal));
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        // Loaded or timed out, the script of the page goes on to where the redirect would have gone.
        var section = document.QuerySelector("#front-channel")!;
        Assert.StartsWith("https://web.test/bye?state=", section.GetAttribute("data-next"));
        Assert.NotNull(section.GetAttribute("data-timeout"));
        Assert.False(await IsSignedInAsync(browser));
    }

    [Fact]
    public async Task A_client_with_both_channels_is_told_on_both()
    {
        var (browser, tokens) = await TokensAsync("both");
        var sid = tokens.Claims("id_token").GetProperty("sid").GetString()!;
        var page = await FollowAsync(browser, new() { ["id_token_hint"] = tokens.Text("id_token") });
        Assert.Contains("https://both.test/out", page.Body, StringComparison.Ordinal);
        Assert.NotNull(await Host.Receiver.TokenAsync("both", sid));
    }
}
