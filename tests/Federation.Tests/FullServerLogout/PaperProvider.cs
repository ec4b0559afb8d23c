using System.Net;
using System.Text;

namespace Federation.Tests.FullServerLogout;

/// <summary>A provider without a network, for addresses that a test cannot have.</summary>
internal sealed class PaperProvider(string metadata, string introspection) : HttpMessageHandler
{
    private int _asked;

    /// <summary>How often introspection was asked for.</summary>
    public int Asked => Volatile.Read(ref _asked);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.RequestUri!.AbsolutePath switch
        {
            "/.well-known/openid-configuration" => metadata,
            "/jwks" => """{"keys":[]}""",
            _ => introspection,
        };
        if (request.Method == HttpMethod.Post)
            Interlocked.Increment(ref _asked);
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json"), RequestMessage = request });
    }
}
