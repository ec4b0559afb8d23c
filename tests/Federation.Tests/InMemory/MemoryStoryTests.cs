using System.Net;
using TestSupport;

namespace Federation.Tests.InMemory;

/// <summary>The whole story without sockets: fast, and nothing can be reached that is not part of it.</summary>
public sealed class MemoryStoryTests : IAsyncDisposable
{
    private readonly MemoryFederation _apps = new();

    [Fact]
    public async Task One_sign_in_opens_both_clients_and_nobody_else_is_asked()
    {
        using var alice = _apps.NewBrowser();
        await alice.SignInAsync(_apps.ClientA);
        var (subject, session) = (alice.Subject, alice.Session);

        await alice.OpenAsync(_apps.ClientB);

        Assert.Equal(_apps.ClientB.Authority, alice.Location.Authority);
        Assert.NotNull(subject);
        Assert.Equal((subject, session), (alice.Subject, alice.Session));
        Assert.Empty(_apps.Internet.Strangers);
    }

    [Fact]
    public async Task Signing_out_at_A_ends_B() => await Signing_out_reaches_the_other(_apps.ClientA, _apps.ClientB);

    [Fact]
    public async Task Signing_out_at_B_ends_A() => await Signing_out_reaches_the_other(_apps.ClientB, _apps.ClientA);

    [Fact]
    public async Task Another_browser_of_the_same_person_and_another_person_stay_signed_in()
    {
        using var alice = _apps.NewBrowser();
        using var aliceElsewhere = _apps.NewBrowser();
        using var bob = _apps.NewBrowser();
        await alice.SignInAsync(_apps.ClientA);
        await aliceElsewhere.SignInAsync(_apps.ClientB);
        await bob.SignInAsync(_apps.ClientB, "bob");
        var (hers, his) = (aliceElsewhere.Session, bob.Session);

        await alice.SignOutAsync(_apps.ClientA);

        await aliceElsewhere.OpenAsync(_apps.ClientB);
        await bob.OpenAsync(_apps.ClientB);
        Assert.Equal((hers, his), (aliceElsewhere.Session, bob.Session));
        Assert.NotNull(hers);
    }

    [Fact]
    public async Task No_cache_may_keep_a_private_page_or_the_answer_that_ends_its_session()
    {
        Uri[] clients = [_apps.ClientA, _apps.ClientB];
        using var alice = _apps.NewBrowser();
        await alice.SignInAsync(_apps.ClientA);
        foreach (var client in clients)
        {
            await alice.OpenAsync(client);
            Assert.NotNull(alice.Subject);
            Assert.Contains("no-store", alice.CacheControls[^1], StringComparison.Ordinal);
        }

        using var tab = alice.Thief();      // the same cookies, after the sign-out
        await alice.SignOutAsync(_apps.ClientA);

        foreach (var client in clients)
        {
            await tab.OpenAsync(client);
            Assert.True(tab.IsAskedToSignIn);
            Assert.All(tab.CacheControls, answer => Assert.Contains("no-store", answer, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Copied_cookies_are_dead_after_the_sign_out()
    {
        using var alice = _apps.NewBrowser();
        await alice.SignInAsync(_apps.ClientA);
        await alice.OpenAsync(_apps.ClientB);
        using var thief = alice.Thief();
        await thief.OpenAsync(_apps.ClientA);
        Assert.NotNull(thief.Subject);      // the copy is good as long as the session lives

        await alice.SignOutAsync(_apps.ClientB);

        foreach (var client in (Uri[])[_apps.ClientA, _apps.ClientB])
        {
            await thief.OpenAsync(client);
            Assert.True(thief.IsAskedToSignIn);
        }
    }

    [Fact]
    public async Task A_new_sign_in_works_after_a_sign_out()
    {
        using var alice = _apps.NewBrowser();
        await alice.SignInAsync(_apps.ClientA);
        var first = alice.Session;
        await alice.SignOutAsync(_apps.ClientA);

        await alice.SignInAsync(_apps.ClientA);
        await alice.OpenAsync(_apps.ClientB);

        Assert.NotNull(alice.Session);
        Assert.NotEqual(first, alice.Session);
    }

    [Fact]
    public async Task A_client_that_cannot_be_reached_is_told_when_it_can()
    {
        using var alice = _apps.NewBrowser();
        await alice.SignInAsync(_apps.ClientA);
        await alice.OpenAsync(_apps.ClientB);
        using var openTab = alice.Thief();      // the same cookies, looked at again and again
        _apps.Internet.Unplug(_apps.ClientB);

        await alice.SignOutAsync(_apps.ClientA);
        _apps.Internet.PlugAgain(_apps.ClientB);

        await Until.IsTrueAsync(async () =>
        {
            await openTab.OpenAsync(_apps.ClientB);
            return openTab.IsAskedToSignIn;
        });
    }

    [Fact]
    public async Task A_wrong_password_does_not_sign_in()
    {
        using var mallory = _apps.NewBrowser();
        await mallory.OpenAsync(_apps.ClientA);

        await mallory.SubmitAsync("form:has(input[name=Password])", new() { ["Username"] = "alice", ["Password"] = "wrong" });

        Assert.True(mallory.IsAskedToSignIn);
        await mallory.OpenAsync(_apps.ClientA);
        Assert.True(mallory.IsAskedToSignIn);
    }

    public ValueTask DisposeAsync() => _apps.DisposeAsync();

    private async Task Signing_out_reaches_the_other(Uri first, Uri second)
    {
        using var alice = _apps.NewBrowser();
        await alice.SignInAsync(first);
        await alice.OpenAsync(second);
        Assert.NotNull(alice.Subject);

        await alice.SignOutAsync(first);
        Assert.Equal((first.Authority, HttpStatusCode.OK), (alice.Location.Authority, alice.Status));

        await alice.OpenAsync(second);
        Assert.True(alice.IsAskedToSignIn);
    }
}
