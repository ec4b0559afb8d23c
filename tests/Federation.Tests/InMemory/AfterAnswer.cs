namespace Federation.Tests.InMemory;

/// <summary>Lets something happen between an application's answer and its arrival, once.</summary>
internal sealed class AfterAnswer(HttpMessageHandler application) : DelegatingHandler(application)
{
    private (string Path, Func<HttpResponseMessage, Task> Action)? _next;

    public void Once(string path, Func<Task> action) => Once(path, _ => action());

    /// <summary>The action may change the answer on its way.</summary>
    public void Once(string path, Func<HttpResponseMessage, Task> action) => _next = (path, action);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (_next is { } next && request.RequestUri!.AbsolutePath == next.Path)
        {
            _next = null;
            await next.Action(response);
        }
        return response;
    }
}
