using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Shared.Logout.Testing;
using static Shared.Logout.LogoutTokenError;

namespace Shared.Logout.UnitTests.Door;

/// <summary>The HTTP request around the token: part A1 of the conformance table.</summary>
public sealed class EnvelopeTests(DoorFixture fixture) : IClassFixture<DoorFixture>
{
    private const string Form = "application/x-www-form-urlencoded";
    private readonly DoorHost _host = fixture.Host;

    public static TheoryData<string> RefusedCases { get; } = [.. EnvelopeCases.Refusals.Keys];

    public static TheoryData<string> AcceptedCases { get; } = [.. EnvelopeCases.Acceptances.Keys];

    [Theory, MemberData(nameof(RefusedCases))]
    public Task A_request_that_is_no_plain_form_is_refused(string row)
        => _host.RefusedAsync(EnvelopeCases.Refusals[row].Reason, t => EnvelopeCases.Refusals[row].Make(t.Build()) is var (body, type) ? _host.PostRawAsync(body, type) : null!);

    [Theory, MemberData(nameof(AcceptedCases))]
    public Task A_form_as_providers_send_it_is_accepted(string row)
        => _host.AcceptedAsync(t => EnvelopeCases.Acceptances[row](t.Build()) is var (body, type) ? _host.PostRawAsync(body, type) : null!);

    [Theory]
    [InlineData("GET"), InlineData("HEAD"), InlineData("PUT"), InlineData("PATCH"), InlineData("DELETE"), InlineData("OPTIONS"), InlineData("BREW")]
    [Trait("Row", "A-006"), Trait("Row", "A-007")]
    public async Task Any_other_method_is_told_to_post(string method)
    {
        var token = _host.Token();
        using var browser = await _host.SignInAsync(token);
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{DoorHost.Path}?logout_token={token}");
        request.Headers.Add("Origin", "https://elsewhere.example");
        if (method is "PUT" or "PATCH" or "DELETE")
            request.Content = new FormUrlEncodedContent([new("logout_token", token.Build())]);
        using var answer = await _host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(("POST", "no-store"), (answer.Content.Headers.Allow.Single(), answer.Headers.CacheControl?.ToString()));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.True(await browser.IsSignedIn());
    }

    [Fact]
    [Trait("Row", "A-008")]
    public Task A_token_in_the_query_does_not_count()
        => _host.RefusedAsync(MalformedRequest, t => _host.Http.PostAsync($"{DoorHost.Path}?logout_token={t}", new FormUrlEncodedContent([])));

    [Fact]
    [Trait("Row", "A-033")]
    public Task A_query_of_the_registered_address_is_left_alone()
        => _host.AcceptedAsync(t => _host.Http.PostAsync($"{DoorHost.Path}?tenant=a&logout_token=junk", new FormUrlEncodedContent([new("logout_token", t.Build())])));

    [Fact]
    [Trait("Row", "A-004")]
    public async Task The_endpoint_is_open_though_everything_else_is_not()
    {
        using var answer = await _host.Http.GetAsync("/private");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);   // the fallback policy of the host
        await _host.AcceptedAsync(t => t.Build());
    }

    [Fact]
    [Trait("Row", "A-005")]
    public async Task A_cookie_on_the_request_is_nobodys_business()
    {
        var (token, other) = (_host.Token(), _host.Token());
        using var named = await _host.SignInAsync(token);
        using var carried = await _host.SignInAsync(other);
        using var answer = await carried.Http.PostAsync(DoorHost.Path, new FormUrlEncodedContent([new("logout_token", token.Build())]));
        await Verdicts.AssertAcceptedAsync(answer);
        Assert.Equal((false, true), (await named.IsSignedIn(), await carried.IsSignedIn()));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    [Trait("Row", "A-026")]
    public Task Encoded_content_is_not_decoded(bool really)
        => _host.RefusedAsync(MalformedRequest, async t =>
        {
            var content = new ByteArrayContent(really ? Gzip($"logout_token={t}") : Encoding.ASCII.GetBytes($"logout_token={t}"));
            content.Headers.Add("Content-Type", Form);
            content.Headers.Add("Content-Encoding", "gzip");
            return await _host.Http.PostAsync(DoorHost.Path, content);
        });

    [Fact]
    [Trait("Row", "A-027")]
    public Task A_body_of_unknown_length_is_read_up_to_the_cap_only()
        => _host.RefusedAsync(TooLarge, async t =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, DoorHost.Path) { Content = new StreamContent(new MemoryStream(new byte[200_000])) };
            request.Headers.TransferEncodingChunked = true;
            request.Content.Headers.Add("Content-Type", Form);
            return await _host.Http.SendAsync(request);
        });

    [Fact]
    [Trait("Row", "A-034")]
    public async Task A_caller_that_hangs_up_in_the_middle_leaves_no_trace()
    {
        var token = _host.Token();
        using var browser = await _host.SignInAsync(token);
        _host.Logs.Clear();
        var attempts = _host.Book.Attempts;
        var body = $"logout_token={token}";
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, _host.Address.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST {DoorHost.Path} HTTP/1.1\r\nHost: x\r\nContent-Type: {Form}\r\nContent-Length: {body.Length + 10}\r\n\r\n{body}"));
            await Eventually.TrueAsync(() => _host.Logs.Lines.Any(l => l.Text.Contains("Request starting", StringComparison.Ordinal)));
        }

        await Eventually.TrueAsync(() => _host.Logs.Lines.Any(l => l.Text.Contains("Request finished", StringComparison.Ordinal)));
        _host.AssertNoFault();
        Assert.Equal(attempts, _host.Book.Attempts);
        Assert.True(await browser.IsSignedIn());
        await Verdicts.AssertAcceptedAsync(await _host.PostAsync(token.Build()));
    }

    [Fact]
    [Trait("Row", "A-035")]
    public async Task Plain_http_is_redirected_where_the_app_redirects_it_and_nothing_ends()
    {
        await using var host = await DoorHost.StartAsync(
            services: b => b.Services.AddHttpsRedirection(o => o.HttpsPort = 443), use: app => app.UseWhen(c => c.Request.Path == DoorHost.Path, a => a.UseHttpsRedirection()));
        var token = host.Token();
        using var browser = await host.SignInAsync(token);
        using var answer = await host.PostAsync(token.Build());
        Assert.Equal(HttpStatusCode.TemporaryRedirect, answer.StatusCode);
        Assert.Equal(0, host.Book.Attempts);
        Assert.True(await browser.IsSignedIn());
    }

    [Theory]
    [InlineData("Host"), InlineData("X-Forwarded-Host"), InlineData("Forwarded")]
    [Trait("Row", "A-036")]
    public async Task A_spoofed_host_changes_nothing(string header)
    {
        await _host.RefusedAsync(Issuer, t => SendAsync(t.With("iss", "http://evil.example")));
        await _host.AcceptedAsync(SendAsync);

        Task<HttpResponseMessage> SendAsync(LogoutTokenBuilder token)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, DoorHost.Path) { Content = new FormUrlEncodedContent([new("logout_token", token.Build())]) };
            request.Headers.TryAddWithoutValidation(header, header == "Forwarded" ? "host=evil.example" : "evil.example");
            return _host.Http.SendAsync(request);
        }
    }

    [Fact]
    [Trait("Row", "A-028")]
    public async Task The_hosts_own_form_limits_and_buffering_do_not_matter()
    {
        await using var host = await DoorHost.StartAsync(
            services: b => b.Services.Configure<FormOptions>(o => (o.ValueCountLimit, o.ValueLengthLimit) = (0, 1)),
            use: app => app.Use(async (HttpContext http, RequestDelegate next) =>
            {
                http.Request.EnableBuffering();
                await http.Request.Body.CopyToAsync(Stream.Null);
                await next(http);
            }));
        await host.AcceptedAsync(t => t.Build());
    }

    [Theory]
    [InlineData("POST", HttpStatusCode.OK), InlineData("GET", HttpStatusCode.MethodNotAllowed), InlineData("OPTIONS", HttpStatusCode.MethodNotAllowed)]
    [Trait("Row", "A-007")]
    public async Task An_application_that_is_open_to_every_origin_does_not_open_this(string method, HttpStatusCode status)
    {
        await using var host = await DoorHost.StartAsync(
            services: b => b.Services.AddCors(o => o.AddDefaultPolicy(policy => policy.AllowAnyOrigin().AllowAnyHeader().AllowAnyMethod())),
            use: app => app.UseCors());
        var token = host.Token();
        using var browser = await host.SignInAsync(token);

        using var elsewhere = await SendAsync("/sign-in?sub=a&iss=b", new("GET"));
        Assert.Equal("*", elsewhere.Headers.GetValues("Access-Control-Allow-Origin").Single());   // the policy is at work
        using var answer = await SendAsync(DoorHost.Path, new(method));

        Assert.Equal(status, answer.StatusCode);
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(method != "POST", await browser.IsSignedIn());

        async Task<HttpResponseMessage> SendAsync(string path, HttpMethod way)
        {
            using var request = new HttpRequestMessage(way, path);
            request.Headers.Add("Origin", "https://elsewhere.example");
            if (way == HttpMethod.Options)
                request.Headers.Add("Access-Control-Request-Method", "POST");
            if (way == HttpMethod.Post)
                request.Content = new FormUrlEncodedContent([new("logout_token", token.Build())]);
            return await host.Http.SendAsync(request);
        }
    }

    [Fact]
    [Trait("Row", "A-184")]
    public async Task An_applications_error_pages_do_not_dress_the_answer()
    {
        await using var host = await DoorHost.StartAsync(use: app => app.UseStatusCodePagesWithReExecute("/private"));
        await host.RefusedAsync(MalformedToken, _ => "junk");
        using var answer = await host.Http.GetAsync(DoorHost.Path);
        Assert.Equal("""{"error":"invalid_request"}""", await answer.Content.ReadAsStringAsync());
    }

    private static byte[] Gzip(string text)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
            gzip.Write(Encoding.ASCII.GetBytes(text));
        return target.ToArray();
    }
}
