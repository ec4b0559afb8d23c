using System.Net;
using System.Net.Http.Headers;

using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace IdentityHost.Tests.Pages;

/// <summary>What a browser got.</summary>
internal sealed record Answer(string Path, HttpStatusCode Status, HttpResponseHeaders Headers, string? Location, string Text)
{
    private IHtmlDocument? _html;

    public IHtmlDocument Html => _html ??= new HtmlParser().ParseDocument(Text);

    /// <summary>The main part's text, white space folded.</summary>
    public string Main => string.Join(' ', (Html.QuerySelector("main")?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public static async Task<Answer> ReadAsync(string path, HttpResponseMessage response)
    {
        using (response)
            return new Answer(path, response.StatusCode, response.Headers, response.Headers.Location?.OriginalString, await response.Content.ReadAsStringAsync());
    }

    public string Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";
}
