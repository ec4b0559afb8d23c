using System.Net;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>A client that keeps cookies, follows nothing, and says what a browser says when a person opens a page.</summary>
internal sealed class TestBrowser : IDisposable
{
    private readonly HttpClient _http;

    public TestBrowser(Uri address)
        => _http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = address };

    public CookieContainer Cookies { get; } = new();

    public HttpClient Http => _http;

    public string? Cookie(string name = "session") => Cookies.GetCookies(_http.BaseAddress!)[name]?.Value;

    public void SetCookie(string value, string name = "session") => Cookies.Add(new Cookie(name, value, "/", _http.BaseAddress!.Host));

    public Task<HttpResponseMessage> Open(string path) => Send(path, ("Sec-Fetch-Mode", "navigate"), ("Accept", "text/html"));

    public Task<HttpResponseMessage> Fetch(string path) => Send(path, ("Sec-Fetch-Mode", "cors"), ("Accept", "*/*"));

    public async Task<HttpResponseMessage> Send(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _http.SendAsync(request);
    }

    public async Task SignIn(string sub, string? sid, string more = "")
    {
        using var response = await Open($"/sign-in?sub={sub}{(sid is null ? "" : $"&sid={sid}")}{more}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>Whether the next click on a private page works; what else happens to the cookie is seen too.</summary>
    public async Task<bool> IsSignedIn()
    {
        using var response = await Open("/private");
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Redirect, $"{response.StatusCode}");
        return response.StatusCode is HttpStatusCode.OK;
    }

    public void Dispose() => _http.Dispose();
}
