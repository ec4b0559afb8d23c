using System.Net;
using System.Text;
using TestSupport;

namespace Federation.Tests.Processes;

/// <summary>Nonsense to every address of every application: a clear refusal, no server error, no redirect to a stranger.</summary>
public sealed class BadInputTests(FileStoreFederation federation) : IClassFixture<FileStoreFederation>
{
    private const string Stranger = "http://stranger.example";

    private static readonly string[] Provider =
    [
        "/.well-known/openid-configuration", "/.well-known/openid-configuration/jwks", "/connect/authorize", "/connect/token",
        "/connect/userinfo", "/connect/introspect", "/connect/revocation", "/connect/endsession", "/connect/checksession",
        "/account/login", "/account/logout", "/account/signed-out", "/account/sessions", "/account/password", "/admin/sessions",
        "/admin/ledger", "/error", "/health", "/", "/no/such/page",
    ];

    private static readonly string[] Client =
    [
        "/", "/session", "/account/login", "/account/logout", "/account/signed-out", "/backchannel-logout", "/signin-oidc",
        "/signout-callback-oidc", "/signout-oidc", "/records", "/error/500", "/health", "/no/such/page",
    ];

    private static readonly string[] Queries =
    [
        "", "?", "?x", "?state=%00&code=%ff%fe", "?returnUrl=" + Stranger, "?ReturnUrl=//stranger.example", "?ReturnUrl=/%5cstranger.example",
        "?logoutId=nonsense&logoutId=twice", "?error=access_denied&state=nonsense", "?code=c&code=c&state=s&iss=" + Stranger,
        "?client_id=client-a&redirect_uri=" + Stranger + "/signin-oidc&response_type=code&scope=openid",
        "?client_id=client-a&client_id=client-b&response_type=code&scope=openid&state=%0d%0aX:1",
        "?id_token_hint=a.b.c&post_logout_redirect_uri=" + Stranger, "?post_logout_redirect_uri=" + Stranger + "&client_id=client-a&state=s",
        "?sid=%22%3E%3Cscript%3E&iss=" + Stranger, "?page=-1&sid[]=x&after=99999999999999999999",
    ];

    public static TheoryData<string, string> Endpoints()
    {
        var all = new TheoryData<string, string>();
        foreach (var path in Provider)
            all.Add("IdentityHost", path);
        foreach (var path in Client)
        {
            all.Add("ClientA", path);
            all.Add("ClientB", path);
        }

        return all;
    }

    [Theory, MemberData(nameof(Endpoints))]
    public async Task Nonsense_is_refused_clearly(string app, string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
        {
            BaseAddress = App(app).Address,
        };
        foreach (var (what, request) in Queries.SelectMany(query => Requests(path + query)))
        {
            using (request)
            using (var response = await http.SendAsync(request))
            {
                Assert.True((int)response.StatusCode < 500, $"{app} answered {(int)response.StatusCode} to {what}");
                AssertStaysHome(response, app, what);
            }
        }
    }

    [Theory]
    [InlineData("IdentityHost", "/connect/authorize?client_id=nobody&response_type=code&scope=openid&redirect_uri=http://stranger.example")]
    [InlineData("IdentityHost", "/connect/authorize")]
    [InlineData("ClientA", "/signin-oidc?code=c&state=s")]
    [InlineData("ClientB", "/signin-oidc?code=c&state=s")]
    [InlineData("ClientA", "/signin-oidc?error=access_denied")]
    [InlineData("ClientA", "/no/such/page")]
    [InlineData("IdentityHost", "/no/such/page")]
    public async Task A_person_gets_a_page_that_says_what_is_wrong(string app, string path)
    {
        using var http = new HttpClient();    // follows the redirect to the application's own error page
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        using var response = await http.GetAsync(new Uri(App(app).Address, path));

        Assert.Equal(App(app).Address.Authority, response.RequestMessage!.RequestUri!.Authority);
        Assert.InRange((int)response.StatusCode, 400, 499);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        var page = await response.Content.ReadAsStringAsync();
        Assert.Contains("<h1", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IdentityHost", "/connect/token")]
    [InlineData("IdentityHost", "/connect/introspect")]
    [InlineData("IdentityHost", "/connect/revocation")]
    [InlineData("ClientA", "/backchannel-logout")]
    [InlineData("ClientB", "/backchannel-logout")]
    public async Task A_program_gets_a_json_error_that_must_not_be_stored(string app, string path)
    {
        using var http = new HttpClient();
        using var nothing = new FormUrlEncodedContent([]);

        using var response = await http.PostAsync(new Uri(App(app).Address, path), nothing);

        Assert.InRange((int)response.StatusCode, 400, 401);
        Assert.Contains("\"error\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    private AppProcess App(string name) => name switch
    {
        "IdentityHost" => federation.Apps.Provider,
        "ClientA" => federation.Apps.ClientA,
        _ => federation.Apps.ClientB,
    };

    private static IEnumerable<(string What, HttpRequestMessage Request)> Requests(string target)
    {
        foreach (var method in (string[])["GET", "POST", "PUT", "DELETE", "OPTIONS", "NONSENSE"])
            yield return ($"{method} {target}", new HttpRequestMessage(new HttpMethod(method), target));
        yield return ($"POST form {target}", Post(target, "logout_token=a.b.c&token=x&grant_type=authorization_code&code=x&client_id=client-a&client_secret=wrong"));
        yield return ($"POST broken form {target}", Post(target, "%&=&&%zz=%00&a=1&a=2&" + new string('x', 3000)));
        yield return ($"POST json {target}", Post(target, "{\"logout_token\":", "application/json"));
        yield return ($"POST multipart {target}", Post(target, "--nonsense", "multipart/form-data; boundary=nonsense"));
        yield return ($"POST bytes {target}", Post(target, "\0\u0001", "no/such-type"));

        var headers = new HttpRequestMessage(HttpMethod.Get, target);
        headers.Headers.TryAddWithoutValidation("Authorization", "Basic %%%");
        headers.Headers.TryAddWithoutValidation("Cookie", "ClientA.Session=nonsense; ClientB.Session=chunks-9; IdentityHost.Session=%00");
        headers.Headers.TryAddWithoutValidation("Accept", "text/html");
        headers.Headers.TryAddWithoutValidation("Origin", Stranger);
        yield return ($"GET with broken headers {target}", headers);
    }

    private static HttpRequestMessage Post(string target, string body, string type = "application/x-www-form-urlencoded")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return request;
    }

    private void AssertStaysHome(HttpResponseMessage response, string app, string what)
    {
        if (response.Headers.Location is not { } location)
            return;
        Assert.InRange(response.StatusCode, HttpStatusCode.Moved, HttpStatusCode.PermanentRedirect);
        var target = new Uri(App(app).Address, location);
        var home = (Uri[])[federation.Apps.Provider.Address, federation.Apps.ClientA.Address, federation.Apps.ClientB.Address];
        Assert.True(home.Any(address => address.Authority == target.Authority), $"{app} sent {what} to {location}");
    }
}
