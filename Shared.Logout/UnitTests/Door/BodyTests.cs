using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using static Shared.Logout.LogoutTokenError;

namespace Shared.Logout.UnitTests.Door;

/// <summary>What an application's own middleware, or the network, may have done to the body.</summary>
public sealed class BodyTests(DoorFixture fixture) : IClassFixture<DoorFixture>
{
    private readonly DoorHost _host = fixture.Host;

    [Fact]
    public async Task A_middleware_that_has_read_the_form_leaves_it_readable_and_no_less_strict()
    {
        await using var host = await DoorHost.StartAsync(use: app => app.Use(async (HttpContext http, RequestDelegate next) =>
        {
            if (http.Request.HasFormContentType)
                await http.Request.ReadFormAsync();
            await next(http);
        }));
        await host.RefusedAsync(MalformedRequest, t => host.PostRawAsync($"logout_token={t}&logout_token={t}"));
        await host.RefusedAsync(MalformedRequest, t => host.PostRawAsync($"LOGOUT_TOKEN={t}"));
        await host.RefusedAsync(MalformedRequest, t => host.PostRawAsync($"logout_token={t}&Logout_Token=x"));
        await host.RefusedAsync(MalformedRequest, _ => host.PostRawAsync("logout_token=%C3%A9"));
        await host.RefusedAsync(TooLarge, _ => host.PostRawAsync("logout_token=" + new string('a', 20_000)));
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_is_the_callers_fault()
    {
        await using var host = await DoorHost.StartAsync(use: app => app.Use((HttpContext http, RequestDelegate next) =>
        {
            if (http.Request.Query.ContainsKey("broken"))
                http.Request.Body = new Broken(new IOException("Buffer limit exceeded."));
            return next(http);
        }));
        await host.RefusedAsync(MalformedRequest, t => host.Http.PostAsync($"{DoorHost.Path}?broken=1", new FormUrlEncodedContent([new("logout_token", t.Build())])));
    }

    [Fact]
    public async Task A_caller_that_has_gone_is_not_counted_as_answered_200()
    {
        var endpoint = _host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.Single(e => e.DisplayName == "Back-channel logout").RequestDelegate!;
        var http = new DefaultHttpContext { RequestServices = _host.App.Services, RequestAborted = new CancellationToken(canceled: true) };
        (http.Request.Method, http.Request.ContentType, http.Request.Body) = ("POST", "application/x-www-form-urlencoded", new Broken(new OperationCanceledException()));
        await endpoint(http);
        Assert.Equal(StatusCodes.Status499ClientClosedRequest, http.Response.StatusCode);
    }

    [Theory]
    [InlineData(1), InlineData(4095), InlineData(4096), InlineData(4097), InlineData(60_000)]
    public Task A_body_that_comes_in_pieces_is_read_to_its_end(int padding)
        => _host.AcceptedAsync(async t =>
        {
            var body = Encoding.ASCII.GetBytes($"pad={new string('x', padding)}&logout_token={t.Build()}");
            using var request = new HttpRequestMessage(HttpMethod.Post, DoorHost.Path) { Content = new StreamContent(new MemoryStream(body)) };
            request.Headers.TransferEncodingChunked = true;
            request.Content.Headers.Add("Content-Type", "application/x-www-form-urlencoded");
            return await _host.Http.SendAsync(request);
        });

    private sealed class Broken(Exception fault) : MemoryStream
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw fault;
    }
}
