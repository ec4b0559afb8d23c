using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Html.Parser;

namespace Shared.OpenIdConnect.Tests.Infra;

/// <summary>What a browser got.</summary>
public sealed record TestPage(Uri Address, HttpStatusCode Status, Uri? Location, string Body, HttpHeadersNonValidated Headers, string? MediaType)
{
    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.ToString() : null;

    /// <summary>The text of the element with this selector.</summary>
    public string? Text(string selector) => new HtmlParser().ParseDocument(Body).QuerySelector(selector)?.TextContent.Trim();

    public string? Attribute(string selector, string name) => new HtmlParser().ParseDocument(Body).QuerySelector(selector)?.GetAttribute(name);
}
