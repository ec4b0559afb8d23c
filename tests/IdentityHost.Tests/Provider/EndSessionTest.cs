using System.Net;

using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>A person signed in at the client <c>web</c>, and valid sign-out requests to change one thing in.</summary>
public abstract class EndSessionTest(ProviderHost host) : ProviderTest(host)
{
    internal const string State = "s+&=%/?#ü€\ud83d\ude00 x";

    internal static Dictionary<string, string?> SignOut(string? hint) => new()
    {
        ["id_token_hint"] = hint,
        ["post_logout_redirect_uri"] = "https://web.test/bye",
        ["state"] = State,
    };

    internal static Task<Answer> AskAsync(Browser browser, Dictionary<string, string?> request) => browser.GetAsync(Uris.Of("/connect/endsession", request));

    /// <summary>Asks and follows to the last page or out of this host.</summary>
    internal static async Task<Answer> FollowAsync(Browser browser, Dictionary<string, string?> request)
        => await browser.FollowAsync(await AskAsync(browser, request));

    internal static async Task<bool> IsSignedInAsync(Browser browser)
    {
        var request = Authorization();
        request["prompt"] = "none";
        return (await AuthorizeAsync(browser, request)).Query.ContainsKey("code");
    }

    /// <summary>Nobody was signed out, nobody was sent anywhere: the person is asked.</summary>
    internal static async Task AssertAskedAsync(Browser browser, Answer page)
    {
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("value=\"yes\"", page.Body, StringComparison.Ordinal);
        Assert.True(await IsSignedInAsync(browser));
    }

    /// <summary>The error page with 400; nobody was signed out.</summary>
    internal static async Task AssertErrorPageAsync(Browser browser, Answer page)
    {
        Assert.True(page.Status == HttpStatusCode.BadRequest, $"{page.Status}: {page.Body}");
        Assert.Equal("text/html", page.Response.Content.Headers.ContentType?.MediaType);
        Assert.True(await IsSignedInAsync(browser));
    }

    internal static async Task<Answer> SayAsync(Browser browser, Answer page, string answer)
        => await browser.FollowAsync(await browser.SubmitAsync(page, ("answer", answer)));
}
