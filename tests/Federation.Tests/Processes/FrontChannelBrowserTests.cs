using System.Collections.Concurrent;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Playwright;

namespace Federation.Tests.Processes;

/// <summary>Applications that can be told through the browser only, in a real browser.</summary>
[Collection(OneGateway.Name)]
public sealed class FrontChannelBrowserTests(GatewayFederation apps)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_person_goes_on_when_every_frame_has_loaded_or_the_time_is_over(bool oneHangs)
    {
        await using var alice = await apps.PersonAsync();
        var page = await alice.OpenPageAsync(apps.Two.SignIn(apps.Gateway.Address));
        await Person.SignInAsync(page);
        await page.WaitForSelectorAsync("#cb");
        await page.GotoAsync(apps.One.SignIn(apps.Gateway.Address).ToString());
        await page.WaitForSelectorAsync("#cb");
        var signOut = await apps.One.SignOutAsync(apps.Gateway.Address, page.Url);
        var refused = new ConcurrentQueue<string>();
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
                refused.Enqueue(message.Text);
        };
        apps.One.Asked.Clear();
        apps.Two.Asked.Clear();
        var released = new TaskCompletionSource();
        apps.Two.Hangs = oneHangs ? released : null;

        // Its load event waits for every frame, and one may never load.
        await page.GotoAsync(signOut.ToString(), new() { WaitUntil = WaitUntilState.Commit });
        await page.WaitForURLAsync(apps.One.Bye);

        Assert.False(released.Task.IsCompleted);
        Assert.Equal(2, apps.One.Asked.Count);
        Assert.StartsWith("out?", apps.One.Asked.First());      // before the person was back
        Assert.Equal("bye", apps.One.Asked.Last());
        foreach (var asked in new[] { apps.One.Asked.First(), Assert.Single(apps.Two.Asked) })
        {
            var query = QueryHelpers.ParseQuery(asked[asked.IndexOf('?', StringComparison.Ordinal)..]);
            Assert.Equal(["iss", "keep", "sid"], query.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(FederationSettings.Text(apps.Gateway.Address), query["iss"]);
            Assert.NotEmpty(query["sid"].ToString());
        }
        Assert.Empty(refused);
        released.SetResult();
        apps.Two.Hangs = null;
    }
}
