using Demo.Apps;

namespace Demo.Processes;

/// <summary>Asks an application until it answers.</summary>
internal sealed class Readiness(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // A redirect to the sign-in page is an answer; where it leads is not this application's readiness.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    public async Task WaitForAsync(AppSpec app, CancellationToken cancellationToken)
    {
        while (!await AnswersAsync(new Uri(app.Address, app.ReadyPath), cancellationToken))
            await Task.Delay(Pause, time, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> AnswersAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)response.StatusCode < 500;
        }
        catch (HttpRequestException)
        {
            return false;   // not listening yet
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;   // listening, but busy starting
        }
    }
}
