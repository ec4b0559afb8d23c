using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Shared.OpenIdConnect.Tests.Infra;

/// <summary>A browser without scripts: a cookie jar, redirects one by one, and forms that it submits when it is told to.</summary>
public sealed class TestBrowser : IDisposable
{
    private readonly HttpClient _http;

    public TestBrowser()
        => _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = Cookies })
        {
            DefaultRequestHeaders = { { "Accept", "text/html" } },
        };

    public CookieContainer Cookies { get; } = new() { PerDomainCapacity = 300, MaxCookieSize = 64 * 1024 };

    /// <summary>One request, no redirects.</summary>
    public async Task<TestPage> StepAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        var location = response.Headers.Location;
        if (location is { IsAbsoluteUri: false })
            location = new Uri(request.RequestUri!, location);
        return new(request.RequestUri!, response.StatusCode, location, await response.Content.ReadAsStringAsync(), response.Headers.NonValidated, response.Content.Headers.ContentType?.MediaType);
    }

    public Task<TestPage> StepAsync(string url) => StepAsync(new HttpRequestMessage(HttpMethod.Get, url));

    /// <summary>Opens an address and goes on as long as it is redirected, or until the next address matches.</summary>
    public async Task<TestPage> OpenAsync(string url, Func<Uri, bool>? stopBefore = null)
        => await GoOnAsync(await StepAsync(url), stopBefore);

    public async Task<TestPage> PostAsync(string url, IEnumerable<KeyValuePair<string, string>> form, bool goOn = true)
    {
        var page = await StepAsync(new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(form) });
        return goOn ? await GoOnAsync(page) : page;
    }

    /// <summary>Submits the form whose address contains this.</summary>
    public Task<TestPage> SubmitAsync(TestPage page, string action = "", bool goOn = true)
    {
        var form = new HtmlParser().ParseDocument(page.Body).Forms.Single(f => f.GetAttribute("action")!.Contains(action, StringComparison.Ordinal));
        var fields = form.QuerySelectorAll("input").OfType<IHtmlInputElement>().Select(i => KeyValuePair.Create(i.Name!, i.Value));
        return PostAsync(new Uri(page.Address, form.GetAttribute("action")!).AbsoluteUri, fields, goOn);
    }

    public void Dispose() => _http.Dispose();

    private async Task<TestPage> GoOnAsync(TestPage page, Func<Uri, bool>? stopBefore = null)
    {
        for (var hops = 0; page.Location is { } next; hops++)
        {
            if (stopBefore?.Invoke(next) == true)
                return page;
            Assert.True(hops < 12, $"A redirect loop, last to {next}");
            page = await StepAsync(next.AbsoluteUri);
        }

        return page;
    }
}
