using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Federation.Tests.FullServerLogout;

/// <summary>A browser without a screen, over real sockets: cookies, redirects, forms. One jar for all ports of a host, as in a real one.</summary>
internal sealed class CookieJar : IDisposable
{
    private const int MaxRedirects = 15;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private readonly CookieContainer _cookies = new() { PerDomainCapacity = 100 };

    public Uri Location { get; private set; } = new("about:blank");

    public HttpStatusCode Status { get; private set; }

    public IHtmlDocument Page { get; private set; } = new HtmlParser().ParseDocument("");

    /// <summary>Somebody who got hold of the cookies.</summary>
    public CookieJar Copy()
    {
        var copy = new CookieJar();
        copy._cookies.Add(_cookies.GetAllCookies());
        return copy;
    }

    /// <summary>Follows redirects until a page comes, or until one leads to <paramref name="stopAt"/>, which is not asked for.</summary>
    public Task OpenAsync(Uri address, Uri? stopAt = null) => GoAsync(new HttpRequestMessage(HttpMethod.Get, address), stopAt);

    public bool Has(string selector) => Page.QuerySelector(selector) is not null;

    /// <summary>Clicks a button: its form is sent, with its name and value.</summary>
    public Task ClickAsync(string selector, Dictionary<string, string>? typed = null, Uri? stopAt = null)
    {
        var button = Page.QuerySelector(selector) as IHtmlButtonElement
            ?? throw new InvalidOperationException($"No {selector} at {Location}:\n{Page.Body?.TextContent}");
        var values = new Dictionary<string, string>(typed ?? []);
        foreach (var input in button.Form!.Elements.OfType<IHtmlInputElement>().Where(input => input.Name is not null))
            values.TryAdd(input.Name!, input.Value);
        if (button.Name is { Length: > 0 } name)
            values[name] = button.Value;
        var action = button.GetAttribute("formaction") ?? button.Form.GetAttribute("action");
        var target = string.IsNullOrEmpty(action) ? Location : new Uri(Location, action);
        return GoAsync(new HttpRequestMessage(HttpMethod.Post, target) { Content = new FormUrlEncodedContent(values) }, stopAt);
    }

    public void Dispose() => _http.Dispose();

    private async Task GoAsync(HttpRequestMessage request, Uri? stopAt)
    {
        for (var i = 0; i < MaxRedirects; i++)
        {
            Location = request.RequestUri!;
            if (stopAt is not null && Location.AbsoluteUri.StartsWith(stopAt.AbsoluteUri, StringComparison.Ordinal))
                return;
            request.Headers.Accept.ParseAdd("text/html");
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", "navigate");
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Dest", "document");
            if (_cookies.GetCookieHeader(Location) is { Length: > 0 } cookies)
                request.Headers.Add("Cookie", cookies);
            using var response = await _http.SendAsync(request);
            request.Dispose();
            foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
                _cookies.SetCookies(Location, cookie);
            if (response.Headers.Location is not { } next)
            {
                Status = response.StatusCode;
                Page = new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync());
                return;
            }

            request = new HttpRequestMessage(HttpMethod.Get, new Uri(Location, next));
        }

        throw new InvalidOperationException($"More than {MaxRedirects} redirects; the last to {Location}.");
    }
}
