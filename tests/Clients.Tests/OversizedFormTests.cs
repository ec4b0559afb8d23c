using System.Net;

namespace Clients.Tests;

/// <summary>A form with more fields than the server reads: with Microsoft's handler its exception reaches the application.</summary>
public sealed class OversizedFormTests : ClientTest
{
    [Theory, InlineData('A'), InlineData('B')]
    public async Task At_the_front_channel_it_is_a_400_and_ends_nothing(char which)
    {
        await using var app = Start(which);
        await Browser.OpenAsync(app.Address + "/session");

        var fields = Enumerable.Range(0, 1_025).Select(i => KeyValuePair.Create($"f{i}", "x"));
        var page = await Browser.PostAsync(app.Address + "/signout-oidc", fields, goOn: false);

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal("alice-1", (await Browser.OpenAsync(app.Address + "/session")).Text("#sub"));
    }
}
