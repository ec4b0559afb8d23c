using System.Net;

using IdentityHost.EndSession;
using IdentityHost.Provider;

using Xunit;

namespace IdentityHost.Tests.Pages;

public sealed class SignOutPageTests(PagesHost host) : IClassFixture<PagesHost>
{
    private const string Back = "https://a.test/out?state=xyz";

    [Fact] // C-080, C-111
    public async Task A_client_with_a_valid_hint_signs_the_person_out_at_once_and_gets_them_back()
    {
        using var browser = await host.BrowseAsAsync("alice");
        var sid = Join("client-a", "client-b");
        var answer = await browser.GetAsync(Asked(new SignOutContext("client-a", "Client A", sid, Back, false)));
        Assert.Equal((HttpStatusCode.SeeOther, Back), (answer.Status, answer.Location));
        Assert.False(host.Sessions.IsAlive(sid));
        Assert.Equal((EndReason.RpLogout, "client-a", sid), (host.Door.Requests[^1].Reason, host.Door.Requests[^1].InitiatedBy, host.Door.Requests[^1].Sid));
        Assert.Equal(["client-a", "client-b"], host.Deliveries.Rows.Where(row => row.Sid == sid).Select(row => row.ClientId).Order());
    }

    [Fact] // C-093, C-106, C-109
    public async Task Without_a_hint_the_person_is_asked_first_and_a_get_ends_nothing()
    {
        using var browser = await host.BrowseAsAsync("alice");
        var sid = Join("client-a");
        foreach (var path in new[] { "/account/logout", "/account/logout?logoutId=unknown", "/account/logout?answer=yes", Asked(new SignOutContext(null, null, null, null, true)) })
        {
            var page = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Contains("Alice Adams", page.Main, StringComparison.Ordinal);
            Assert.True(host.Sessions.IsAlive(sid));
        }
    }

    [Fact] // C-094
    public async Task Yes_signs_out_and_the_page_names_every_app()
    {
        using var browser = await host.BrowseAsAsync("alice");
        var sid = Join("client-a", "mute");
        var page = await browser.GetAsync(Asked(new SignOutContext(null, null, null, null, true)));
        var answer = await browser.PressAsync(page, "main button[value=yes]");
        Assert.StartsWith("/account/signed-out?r=", answer.Location, StringComparison.Ordinal);
        Assert.False(host.Sessions.IsAlive(sid));
        var signedOut = await browser.GetAsync(answer.Location!);
        Assert.Contains("Signed out of Client A. No Channel could not be told: sign out there yourself.", signedOut.Main, StringComparison.Ordinal);
        Assert.Equal(EndReason.UserLogout, host.Door.Requests[^1].Reason);
    }

    [Fact] // C-095
    public async Task No_keeps_the_session_and_does_not_lead_to_the_client()
    {
        using var browser = await host.BrowseAsAsync("alice");
        var sid = Join("client-a");
        var page = await browser.GetAsync(Asked(new SignOutContext("client-a", "Client A", null, Back, true)));
        Assert.Contains("Client A asks to sign you out", page.Main, StringComparison.Ordinal);
        var answer = await browser.PressAsync(page, "main button[value=no]");
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (answer.Status, answer.Location));
        Assert.True(host.Sessions.IsAlive(sid));
        Assert.Contains("You are still signed in.", (await browser.GetAsync("/")).Main, StringComparison.Ordinal);
        Assert.DoesNotContain("You are still signed in.", (await browser.GetAsync("/")).Main, StringComparison.Ordinal);
    }

    [Theory] // C-109
    [InlineData("yes")]
    [InlineData("everywhere")]
    [InlineData("no")]
    public async Task Without_the_forms_token_nothing_happens(string word)
    {
        using var browser = await host.BrowseAsAsync("alice");
        var sid = Join("client-a");
        var answer = await browser.PostAsync("/account/logout", ("answer", word));
        Assert.Equal((HttpStatusCode.BadRequest, true), (answer.Status, host.Sessions.IsAlive(sid)));
    }

    [Fact] // C-109: bound to the session
    public async Task A_form_from_before_an_account_switch_is_refused()
    {
        using var browser = await host.BrowseAsAsync("alice");
        var page = await browser.GetAsync("/account/logout");
        await browser.SubmitAsync(await browser.GetAsync("/account/login"), ("Username", "bob"), ("Password", "bob"));
        var sid = Join("client-a");
        var answer = await browser.PressAsync(page, "main button[value=yes]");
        Assert.Equal((HttpStatusCode.BadRequest, true), (answer.Status, host.Sessions.IsAlive(sid)));
    }

    [Fact]
    public async Task An_answer_that_is_neither_yes_nor_no_changes_nothing()
    {
        using var browser = await host.BrowseAsAsync("alice");
        var sid = Join();
        var answer = await browser.SubmitAsync(await browser.GetAsync("/account/logout"), ("answer", "maybe"));
        Assert.Equal((HttpStatusCode.BadRequest, true), (answer.Status, host.Sessions.IsAlive(sid)));
    }

    [Fact] // C-104
    public async Task Somebody_who_is_signed_out_already_is_sent_on()
    {
        using var browser = host.Browse();
        Assert.Equal(Back, (await browser.GetAsync(Asked(new SignOutContext("client-a", "Client A", "gone", Back, true)))).Location);
        Assert.Equal("/account/signed-out", (await browser.GetAsync("/account/logout")).Location);
    }

    [Fact]
    public async Task Everywhere_ends_every_browser_of_this_person_and_of_nobody_else()
    {
        using var browser = await host.BrowseAsAsync("bob");
        var here = Join("client-a");
        var (other, alices) = (host.Sessions.Add("s-bob", clients: ["client-b"]).Sid, host.Sessions.Add("s-alice").Sid);
        var answer = await browser.PressAsync(await browser.GetAsync("/account/sessions"), "button[value=everywhere]");
        Assert.Equal((false, false, true), (host.Sessions.IsAlive(here), host.Sessions.IsAlive(other), host.Sessions.IsAlive(alices)));
        Assert.Contains("Signed out of Client A and Client B.", (await browser.GetAsync(answer.Location!)).Main, StringComparison.Ordinal);
    }

    private string Join(params string[] clients)
    {
        var sid = host.Sessions.All[^1].Sid;
        host.Sessions.Participants[sid] = [.. clients];
        return sid;
    }

    private string Asked(SignOutContext context)
    {
        var id = $"id-{Guid.NewGuid():N}";
        host.Provider.SignOuts[id] = context;
        return $"/account/logout?logoutId={id}";
    }
}
