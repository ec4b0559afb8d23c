using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Federation.Tests.InMemory;

/// <summary>A browser without a screen: cookies, redirects, forms. One jar for all ports of a host, as in a real one.</summary>
internal sealed class MemoryBrowser(Internet internet, Uri provider) : IDisposable
{
    private const int MaxRedirects = 15;
    private readonly HttpMessageInvoker _http = new(internet, disposeHandler: false);

    public CookieContainer Cookies { get; private init; } = new();

    public Uri Location { get; private set; } = new("about:blank");

    public HttpStatusCode Status { get; private set; }

    /// <summary>What each answer on the way to <see cref="Page"/> said about keeping it.</summary>
    public List<string> CacheControls { get; } = [];

    public IHtmlDocument Page { get; private set; } = new HtmlParser().ParseDocument("");

    public string? Subject => Page.QuerySelector("#sub")?.TextContent;

    public string? Session => Page.QuerySelector("#sid")?.TextContent;

    public bool IsAskedToSignIn => Location.Authority == provider.Authority && Page.QuerySelector("input[name=Password]") is not null;

    // A page that goes on at once by itself.
    private Uri? Refresh
        => Page.QuerySelector("meta[http-equiv=refresh]")?.GetAttribute("content") is { } content && content.StartsWith("0;url=", StringComparison.Ordinal)
            ? new Uri(content["0;url=".Length..], UriKind.RelativeOrAbsolute)
            : null;

    /// <summary>Somebody who got hold of the cookies.</summary>
    public MemoryBrowser Thief()
    {
        var thief = new MemoryBrowser(internet, provider);
        thief.Cookies.Add(Cookies.GetAllCookies());
        return thief;
    }

    public Task OpenAsync(Uri client, string path = "/session") => GoAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(client, path)));

    public async Task SignInAsync(Uri client, string user = "alice")
    {
        await OpenAsync(client);
        await SubmitAsync("form:has(input[name=Password])", new() { ["Username"] = user, ["Password"] = user });
    }

    public async Task SignOutAsync(Uri client)
    {
        await OpenAsync(client);
        await SubmitAsync("form[action='/account/logout']", []);
    }

    public Task FollowAsync(string selector)
    {
        var link = Page.QuerySelector(selector) as IHtmlAnchorElement
            ?? throw new InvalidOperationException($"No {selector} at {Location}:\n{Page.Body?.TextContent}");
        return GoAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(Location, link.GetAttribute("href")!)));
    }

    public async Task SubmitAsync(string selector, Dictionary<string, string> values)
    {
        var form = Page.QuerySelector(selector) as IHtmlFormElement
            ?? throw new InvalidOperationException($"No {selector} at {Location}:\n{Page.Body?.TextContent}");
        foreach (var input in form.Elements.OfType<IHtmlInputElement>().Where(input => input.Name is not null))
            values.TryAdd(input.Name!, input.Value);
        var action = form.GetAttribute("action") is { Length: > 0 } target ? new Uri(Location, target) : Location;
        await GoAsync(new HttpRequestMessage(HttpMethod.Post, action) { Content = new FormUrlEncodedContent(values) });
    }

    public void Dispose() => _http.Dispose();

    private async Task GoAsync(HttpRequestMessage request)
    {
        CacheControls.Clear();
        for (var i = 0; i < MaxRedirects; i++)
        {
            Location = request.RequestUri!;
            request.Headers.Accept.ParseAdd("text/html");
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", "navigate");
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Dest", "document");
            if (Cookies.GetCookieHeader(Location) is { Length: > 0 } cookies)
                request.Headers.Add("Cookie", cookies);
            using var response = await _http.SendAsync(request, CancellationToken.None);
            request.Dispose();
            CacheControls.Add($"{response.Headers.CacheControl}");
            foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
                Cookies.SetCookies(Location, cookie);
            if (response.Headers.Location is not { } next)
            {
                Status = response.StatusCode;
                Page = new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync());
                if (Refresh is not { } refresh)
                    return;
                next = refresh;
            }

            request = new HttpRequestMessage(HttpMethod.Get, new Uri(Location, next));
        }

        throw new InvalidOperationException($"More than {MaxRedirects} redirects; the last to {Location}.");
    }
}
