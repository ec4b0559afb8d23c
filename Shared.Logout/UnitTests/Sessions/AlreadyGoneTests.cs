using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Shared.Logout.UnitTests.Door;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>A logout of what is gone already, or was never here, is a success (Back-Channel Logout 2.7).</summary>
public sealed class AlreadyGoneTests
{
    [Theory]
    [InlineData(null, "unknown")]
    [InlineData("unknown", null)]
    [InlineData("unknown", "unknown")]
    public async Task A_session_or_person_that_nobody_knows_is_answered_200(string? sub, string? sid)
    {
        await using var host = await DoorHost.StartAsync();
        using var browser = await host.SignInAsync(host.Token());
        using var answer = await host.PostAsync(host.Token().For(sub, sid).Build());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(await browser.IsSignedIn());
    }

    [Fact]
    public async Task A_logout_after_a_local_sign_out_is_answered_200()
    {
        await using var host = await DoorHost.StartAsync(map: it =>
        {
            it.MapBackChannelLogout();
            it.MapGet("/leave", (HttpContext http) => http.SignOutAsync());
        });
        var token = host.Token();
        using var browser = await host.SignInAsync(token);
        using (await browser.Open("/leave"))
            Assert.False(await browser.IsSignedIn());
        using var answer = await host.PostAsync(token.Build());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_second_token_for_the_same_session_is_answered_200()
    {
        await using var host = await DoorHost.StartAsync();
        var token = host.Token();
        using var browser = await host.SignInAsync(token);
        using var first = await host.PostAsync(token.Build());
        Assert.False(await browser.IsSignedIn());
        using var second = await host.PostAsync(token.With("jti", "another").Build());
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.False(await browser.IsSignedIn());
    }
}
