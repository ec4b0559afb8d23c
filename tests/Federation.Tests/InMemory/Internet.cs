namespace Federation.Tests.InMemory;

/// <summary>All there is: requests go to the application whose address they name. A stranger's address fails, and is remembered.</summary>
internal sealed class Internet : HttpMessageHandler
{
    private readonly Dictionary<string, HttpMessageInvoker> _hosts = [];
    private readonly HashSet<string> _unplugged = [];

    public List<Uri> Strangers { get; } = [];

    public void Plug(Uri address, HttpMessageHandler application) => _hosts[address.Authority] = new HttpMessageInvoker(application);

    /// <summary>Nobody reaches this application until <see cref="PlugAgain"/>.</summary>
    public void Unplug(Uri address)
    {
        lock (_unplugged)
            _unplugged.Add(address.Authority);
    }

    public void PlugAgain(Uri address)
    {
        lock (_unplugged)
            _unplugged.Remove(address.Authority);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        if (!_hosts.TryGetValue(address.Authority, out var application))
        {
            lock (Strangers)
                Strangers.Add(address);
            throw new HttpRequestException(HttpRequestError.NameResolutionError, $"There is no {address.Authority} in this federation.");
        }

        lock (_unplugged)
        {
            if (_unplugged.Contains(address.Authority))
                throw new HttpRequestException(HttpRequestError.ConnectionError, $"{address.Authority} is unplugged.");
        }

        return application.SendAsync(request, cancellationToken);
    }
}
