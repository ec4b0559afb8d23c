using Microsoft.AspNetCore.Http;
using Shared.Logout.Live;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>One page that listens, without a server around it.</summary>
public sealed class SessionEventStreamTests
{
    [Fact]
    public async Task A_heartbeat_that_comes_after_the_end_writes_nothing_into_what_may_be_the_next_answer()
    {
        var http = new DefaultHttpContext();
        http.Response.Body = new MemoryStream();
        var stream = new SessionEventStream(http.Response);
        stream.Beat();
        var before = http.Response.Body.Length;
        Assert.NotEqual(0, before);
        await stream.CloseAsync();
        stream.Beat();
        Assert.Equal(before, http.Response.Body.Length);
    }
}
