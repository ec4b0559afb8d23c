using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Shared.Logout.Sessions;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>What a live session costs per request.</summary>
public sealed class CostTests
{
    [Fact]
    public async Task A_decision_about_a_live_session_allocates_nothing()
    {
        await using var app = await SessionApp.StartAsync();
        var guard = app.App.Services.GetRequiredService<SessionGuard>();
        var properties = new AuthenticationProperties();
        var session = SessionKeys.Session(SessionApp.Issuer, SessionApp.ClientId, "s1");
        new TicketStamp(StampKind.Keyed, new SessionStamp(session, session, session, 1)).Write(properties);
        var principal = new ClaimsPrincipal(new ClaimsIdentity("test"));

        long Run(int times)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < times; i++)
            {
                var check = guard.CheckAsync("Cookies", principal, properties, CancellationToken.None);
                if (!check.IsCompletedSuccessfully || check.Result is not SessionVerdict.Live)
                    return -1;
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Run(1000);
        Assert.Equal(0, Run(10_000));
    }

    [Fact]
    public void A_stamp_survives_its_text_form()
    {
        var stamp = new TicketStamp(StampKind.Stillborn, new SessionStamp(new(1, 2), new(3, 4), new(ulong.MaxValue, 6), 1_900_000_000));
        var properties = new AuthenticationProperties();
        stamp.Write(properties);
        Assert.True(TicketStamp.TryRead(properties, out var read));
        Assert.Equal(stamp, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64url at all, but of a length that could be some other stamp's text.....!")]
    [InlineData("AAAAAAAA")]
    public void Text_that_is_no_stamp_counts_as_absent(string text)
    {
        var properties = new AuthenticationProperties();
        properties.Items[TicketStamp.ItemName] = text;
        Assert.False(TicketStamp.TryRead(properties, out _));
    }
}
