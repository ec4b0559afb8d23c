using System.Net;

using IdentityHost.Configuration;
using IdentityHost.Delivery;

using Microsoft.Extensions.Options;

using Xunit;

namespace IdentityHost.Tests.Outbox;

public sealed class TargetGuardTests
{
    [Theory]    // C-012
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::10.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("ff02::1")]
    public void Nobodys_public_address_is_refused(string address) => Assert.False(Guard().Allows("app.example.com", IPAddress.Parse(address)));

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946")]
    [InlineData("::ffff:93.184.216.34")]
    [InlineData("64:ff9b::93.184.216.34")]
    public void A_public_address_is_called(string address) => Assert.True(Guard().Allows("app.example.com", IPAddress.Parse(address)));

    [Fact]
    public void What_is_listed_is_allowed_and_nothing_beside_it()
    {
        var guard = Guard("10.1.0.0/16", "app.internal", "fd00::5", "192.168.7.7");
        Assert.True(guard.Allows("x", IPAddress.Parse("10.1.2.3")));
        Assert.True(guard.Allows("x", IPAddress.Parse("::ffff:10.1.2.3")));
        Assert.False(guard.Allows("x", IPAddress.Parse("10.2.0.1")));
        Assert.True(guard.Allows("APP.internal", IPAddress.Parse("10.9.9.9")));
        Assert.False(guard.Allows("evil.app.internal", IPAddress.Parse("10.9.9.9")));
        Assert.True(guard.Allows("x", IPAddress.Parse("fd00::5")));
        Assert.False(guard.Allows("x", IPAddress.Parse("fd00::6")));
        Assert.True(guard.Allows("x", IPAddress.Parse("192.168.7.7")));
        Assert.False(guard.Allows("x", IPAddress.Parse("192.168.7.8")));
    }

    [Fact]
    public async Task A_client_on_a_private_address_is_not_called()
    {
        await using var sink = await Core.LogoutSink.StartAsync();
        var options = Options.Create(new IdentityHostOptions());
        using var http = new LogoutHttpClient(new TargetGuard(options), options);
        var outcome = await new LogoutSender(http, TimeProvider.System).SendAsync($"{sink.Address}/c00/logout", "a.b.c", "d", 1, default);

        Assert.Equal((AttemptVerdict.Final, "blocked_address"), (outcome.Verdict, outcome.Error));
        Assert.Empty(sink.Received);
    }

    private static TargetGuard Guard(params string[] allowed)
        => new(Options.Create(new IdentityHostOptions { Delivery = { AllowedPrivateTargets = allowed } }));
}
