using IdentityHost.Sessions;
using IdentityHost.Tests.Core;
using IdentityHost.Users;

using Microsoft.AspNetCore.Http;

namespace IdentityHost.Tests.SignIns;

/// <summary>A browser as the session room sees it: a cookie that comes back.</summary>
internal sealed class TestBrowser(CoreHost host)
{
    public string Cookie { get; set; } = "";

    public string SetCookie { get; private set; } = "";

    public async Task<ProviderSession> SignInAsync(UserAccount user, SignInDetails? details = null)
    {
        var http = Request();
        var session = await host.Sessions.SignInAsync(http, user, details ?? new SignInDetails("pwd"), default)
            ?? throw new InvalidOperationException("The sign-in was refused.");
        SetCookie = http.Response.Headers.SetCookie.ToString();
        Cookie = SetCookie.Split(';')[0];
        return session;
    }

    public Task<ProviderSession?> CurrentAsync() => host.Sessions.GetCurrentAsync(Request());

    private DefaultHttpContext Request()
    {
        var http = new DefaultHttpContext { RequestServices = host.Services };
        http.Request.Headers.Cookie = Cookie;
        return http;
    }
}
