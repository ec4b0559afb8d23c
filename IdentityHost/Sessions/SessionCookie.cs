using IdentityHost.Configuration;

using Microsoft.Extensions.Options;

namespace IdentityHost.Sessions;

/// <summary>The browser's half of a session: a random handle, nothing else.</summary>
internal sealed class SessionCookie(IOptions<IdentityHostOptions> options)
{
    // __Host-: a browser takes it only over https, for this host alone; no neighbour on the domain can plant one.
    private readonly bool _https = options.Value.Issuer!.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    public string Name => _https ? "__Host-identity" : "identity";

    public string? Read(HttpContext http) => http.Request.Cookies[Name] is { Length: 43 } handle ? handle : null;

    public void Write(HttpContext http, string handle) => http.Response.Cookies.Append(Name, handle, Options());

    public void Delete(HttpContext http) => http.Response.Cookies.Delete(Name, Options());

    // Lax: a link or redirect from an application brings the cookie along, a form or frame of a foreign site does not.
    private CookieOptions Options() => new() { HttpOnly = true, Secure = _https, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true };
}
