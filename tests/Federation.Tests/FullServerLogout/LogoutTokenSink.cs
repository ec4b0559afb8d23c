using System.Net;
using System.Web;
using TestSupport;

namespace Federation.Tests.FullServerLogout;

/// <summary>A client's back-channel address that keeps what it is sent.</summary>
internal sealed class LogoutTokenSink : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task<string> _token;

    public LogoutTokenSink()
    {
        Address = new Uri($"http://localhost:{FreePort.Next()}/");
        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
        _token = ReceiveAsync();
    }

    public Uri Address { get; }

    public Task<string> TokenAsync() => _token.WaitAsync(Until.Deadline);

    public void Dispose() => _listener.Close();

    private async Task<string> ReceiveAsync()
    {
        var context = await _listener.GetContextAsync();
        using var body = new StreamReader(context.Request.InputStream);
        var token = HttpUtility.ParseQueryString(await body.ReadToEndAsync())["logout_token"]!;
        context.Response.StatusCode = (int)HttpStatusCode.OK;
        context.Response.Close();
        return token;
    }
}
