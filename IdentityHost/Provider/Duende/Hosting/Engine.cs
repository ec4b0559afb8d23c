namespace IdentityHost.Provider.Duende.Hosting;

/// <summary>IdentityServer's own pipeline. Only requests that our rules admitted get there, and so none of its other endpoints is reachable.</summary>
internal sealed class Engine
{
    private RequestDelegate? _pipeline;

    public void Build(IApplicationBuilder app)
        // Who is signed in was found out before: our scheme is the only one.
        => _pipeline = app.UseIdentityServer(new IdentityServerMiddlewareOptions { AuthenticationMiddleware = _ => { } }).Build();

    public Task RunAsync(HttpContext http) => _pipeline!(http);
}
