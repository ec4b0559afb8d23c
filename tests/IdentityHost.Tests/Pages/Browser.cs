using System.Net;

using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace IdentityHost.Tests.Pages;

/// <summary>A person's browser: a cookie jar, forms as the page shows them, no redirect followed unasked.</summary>
internal sealed class Browser : IDisposable
{
    private readonly Uri _address;
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;

    public Browser(Uri address)
    {
        _address = address;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies })
        {
            BaseAddress = address,
            DefaultRequestHeaders = { { "Accept", "text/html,*/*;q=0.8" }, { "User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36" } },
        };
    }

    /// <summary>What it would send as Cookie.</summary>
    public string Cookies => _cookies.GetCookieHeader(_address);

    public async Task<Answer> GetAsync(string path) => await Answer.ReadAsync(path, await _http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute)));

    public async Task<Answer> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await Answer.ReadAsync(path, await _http.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), content));
    }

    /// <summary>Fills in the main form of a page and submits it, hidden fields included.</summary>
    public Task<Answer> SubmitAsync(Answer page, params (string Name, string Value)[] fields)
        => SubmitAsync(page, page.Html.QuerySelector("main form") as IHtmlFormElement ?? throw new InvalidOperationException("No form in " + page.Text), fields);

    /// <summary>Presses a button: its form's hidden fields, its own name and value, its own address.</summary>
    public Task<Answer> PressAsync(Answer page, string buttonSelector, params (string Name, string Value)[] fields)
    {
        var button = page.Html.QuerySelector(buttonSelector) as IHtmlButtonElement ?? throw new InvalidOperationException($"No {buttonSelector} in {page.Text}");
        if (button.Name is { Length: > 0 } name)
            fields = [.. fields, (name, button.Value ?? "")];
        return SubmitAsync(page, button.Form!, fields, button.GetAttribute("formaction"));
    }

    public void Dispose() => _http.Dispose();

    private Task<Answer> SubmitAsync(Answer page, IHtmlFormElement form, (string Name, string Value)[] fields, string? target = null)
    {
        var hidden = form.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>().Select(input => (input.Name!, input.Value));
        return PostAsync(target ?? form.GetAttribute("action") ?? page.Path, [.. hidden, .. fields]);
    }
}
