using Demo.Apps;

namespace Demo.Stage;

/// <summary>
/// Where the browser that shows the page is signed in. Cookies do not keep ports apart, so this page is sent the cookies of all applications on
/// this host name; each application is asked with them, and nothing of them is read, kept or shown.
/// </summary>
internal sealed class SignedInHere(Federation federation, TimeLine timeLine, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });

    /// <summary>By name: true, false, or null when the application does not answer or cannot be asked by cookie.</summary>
    public async Task<Dictionary<string, bool?>> AskAsync(string cookies, CancellationToken cancellationToken)
    {
        var asked = federation.Apps.Where(app => app.Project is not "ResourceApi").ToList();
        var answers = await Task.WhenAll(asked.Select(app => AskAsync(app, cookies, cancellationToken)));
        return asked.Select(app => app.Name).Zip(answers).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool?> AskAsync(AppSpec app, string cookies, CancellationToken cancellationToken)
    {
        if (timeLine.StateOf(app.Name) is not AppState.Running)
            return null;
        using var request = app.Project is "IdentityHost"
            ? new HttpRequestMessage(HttpMethod.Get, new Uri(app.Address, "/account/sessions"))
            : new HttpRequestMessage(HttpMethod.Head, new Uri(app.Address, "/session-events"));
        if (cookies.Length > 0)
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return (int)answer.StatusCode < 500 ? answer.IsSuccessStatusCode : null;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;   // it has just stopped, or stands still
        }
    }
}
