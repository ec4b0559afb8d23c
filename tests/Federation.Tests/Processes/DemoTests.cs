using System.Net;
using System.Net.Sockets;
using TestSupport;

namespace Federation.Tests.Processes;

/// <summary>The demo as a person starts it: in a terminal, with Ctrl-C to end it.</summary>
public sealed class DemoTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const string AllStopped = "Everything has stopped.";
    private const int Interrupted = 130;

    [Fact]
    public async Task The_story_works_and_ctrl_c_leaves_nothing_behind()
    {
        // On a busy machine an acknowledgement may take longer than a person would be kept waiting.
        await using var demo = DemoTerminal.Start(settings: new() { ["LogoutWait"] = "00:00:20" });
        await demo.RunsAsync();
        await using (var alice = await browser.PersonAsync())
        {
            var (clientA, clientB) = (demo.App("ClientA"), demo.App("ClientB"));
            var a = await alice.SignInAsync(clientA);
            var b = await alice.OpenAsync(clientB);
            await Person.SubjectAsync(b);
            await Person.SignOutAsync(a, clientA);
            await Person.ClickAsync(b, clientB);
            Assert.True(await Person.IsAskedToSignInAsync(b, demo.App("IdentityHost")));
        }

        await demo.PressCtrlCAsync();

        // The exit code of "dotnet run" is the SDK's own affair: the same key reaches it too, and it has been seen to end as interrupted.
        if (await demo.ExitCodeAsync() is not Interrupted and var exitCode)
        {
            Assert.Equal(0, exitCode);
            Assert.Contains(AllStopped, demo.Output, StringComparison.Ordinal);
        }
        await demo.NothingIsLeftAsync();
    }

    [Fact]
    public async Task Ctrl_c_held_down_does_not_interrupt_the_stopping()
    {
        await using var demo = DemoTerminal.Start(throughDotnetRun: false, ports: 0);
        await demo.RunsAsync();

        await demo.HoldCtrlCAsync();

        // What it wrote is not asked for: with each of these keys the terminal drops what it has not shown yet.
        Assert.Equal(0, await demo.ExitCodeAsync());
        await demo.NothingIsLeftAsync();
    }

    [Fact]
    public async Task Applications_end_when_the_demo_is_killed_hard()
    {
        await using var demo = DemoTerminal.Start(throughDotnetRun: false);
        await demo.RunsAsync();

        await demo.KillDemoOnlyAsync();

        await demo.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_together_with_the_application_and_nothing_starts()
    {
        var first = FreePort.Block(DemoTerminal.Ports);
        using var somebody = new TcpListener(IPAddress.Loopback, first + 1);
        somebody.Start();
        await using var demo = DemoTerminal.Start(throughDotnetRun: false, ports: first);

        Assert.Equal(1, await demo.ExitCodeAsync());
        Assert.Contains($"ClientA cannot start: port {first + 1} is taken.", demo.Output, StringComparison.Ordinal);
        await demo.NothingIsLeftAsync();
    }

    [Fact]
    public async Task An_application_that_cannot_start_ends_the_demo_with_its_own_words()
    {
        // A Redis connection string that cannot be read: the client refuses to start and says why.
        await using var demo = DemoTerminal.Start(throughDotnetRun: false, more: ["--redis", "localhost:6379,noSuchSetting=1"]);

        Assert.Equal(1, await demo.ExitCodeAsync());
        Assert.Contains("before it answered", demo.Output, StringComparison.Ordinal);
        await demo.NothingIsLeftAsync();
    }

    [Theory]
    [InlineData("--bogus", "There is no option '--bogus'.")]
    [InlineData("--ports=80", "--ports cannot be '80': give 0, or a port from 1024 to 65000.")]
    [InlineData("--replicas=2", "--replicas 2 needs --redis")]
    public async Task A_wrong_option_is_explained(string option, string explanation)
    {
        await using var demo = DemoTerminal.Start(throughDotnetRun: false, more: [option]);

        Assert.Equal(2, await demo.ExitCodeAsync());
        Assert.Contains(explanation, demo.Output, StringComparison.Ordinal);
    }
}
