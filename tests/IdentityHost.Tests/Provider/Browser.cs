using System.Net;

using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

using Microsoft.AspNetCore.Mvc.Testing;

namespace IdentityHost.Tests.Provider;

/// <summary>A cookie jar that follows no redirect by itself.</summary>
internal sealed class Browser(ProviderHost host)
{
    private readonly HttpClient _http = host.CreateClient(
        new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true, BaseAddress = new Uri(ProviderHost.Issuer) });

    /// <summary>Signs in behind the page's back; the answer is the sid.</summary>
    public async Task<string> SignInAsync(string sub = ProviderHost.Alice) => (await GetAsync($"/test/signin?sub={sub}")).Body;

    public async Task<Answer> GetAsync(string url) => await SendAsync(new HttpRequestMessage(HttpMethod.Get, url));

    public async Task<Answer> PostAsync(string url, IEnumerable<KeyValuePair<string, string?>> form)
        => await SendAsync(new HttpRequestMessage(HttpMethod.Post, url) { Content = Form(form) });

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        var response = await _http.SendAsync(request);
        return new Answer(response, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Follows redirects on this host.</summary>
    public async Task<Answer> FollowAsync(Answer answer)
    {
        for (var i = 0; i < 10 && answer.Status is HttpStatusCode.SeeOther or HttpStatusCode.Redirect; i++)
        {
            if (!answer.Location.StartsWith('/') && !answer.Location.StartsWith(ProviderHost.Issuer, StringComparison.Ordinal))
                return answer;
            answer = await GetAsync(answer.Location);
        }
        return answer;
    }

    /// <summary>Submits the page's first form that has this field or button, with some fields filled in.</summary>
    public async Task<Answer> SubmitAsync(Answer page, params (string Name, string Value)[] fields)
    {
        var document = new HtmlParser().ParseDocument(page.Body);
        var form = document.QuerySelectorAll("form").OfType<IHtmlFormElement>()
            .First(candidate => candidate.Method == "post" && fields.All(field => candidate.QuerySelector($"[name='{field.Name}']") is not null));
        var values = form.QuerySelectorAll("input[name]").OfType<IHtmlInputElement>().Where(input => input.Type is not "submit" and not "checkbox")
            .ToDictionary(input => input.Name!, input => (string?)input.Value);
        foreach (var (name, value) in fields)
            values[name] = value;
        var action = form.GetAttribute("action") is { Length: > 0 } target ? target : page.Response.RequestMessage!.RequestUri!.PathAndQuery;
        return await PostAsync(action, values);
    }

    public static FormUrlEncodedContent Form(IEnumerable<KeyValuePair<string, string?>> form)
        => new(form.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!)));
}
