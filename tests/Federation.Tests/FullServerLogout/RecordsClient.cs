using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Federation.Tests.Processes;

namespace Federation.Tests.FullServerLogout;

/// <summary>A caller of ResourceApi, with as many connections as it wants.</summary>
internal sealed class RecordsClient(Uri api) : IDisposable
{
    public const string Path = "/api/data-event-records";
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        BaseAddress = api,
        Timeout = TimeSpan.FromMinutes(2),
    };

    public RecordsClient(RealFederation apps) : this(apps.ResourceApi.Address)
    {
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, object? body = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return _http.SendAsync(request);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request);

    public Task<HttpResponseMessage> GetAsync(string? token, string path = Path) => SendAsync(HttpMethod.Get, path, token);

    public async Task<HttpStatusCode> StatusAsync(string? token, string path = Path)
    {
        using var answer = await GetAsync(token, path);
        return answer.StatusCode;
    }

    public void Dispose() => _http.Dispose();
}
