using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;

namespace Shared.OpenIdConnect.SignIn;

/// <summary>
/// A nonce per transaction: it travels protected inside <c>state</c>, and a cookie named after its hash says that this browser started
/// the transaction and has not finished it. So an ID token fits one pending sign-in of one browser, once.
/// </summary>
internal static class Nonces
{
    private const string Key = ".nonce";

    public static string Start(Call call, AuthenticationProperties properties)
    {
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        properties.Items[Key] = nonce;
        var cookie = call.Options.NonceCookie.Build(call.Http, call.Time.GetUtcNow());
        call.Http.Response.Cookies.Append(CookieName(call, nonce), "N", cookie);
        return nonce;
    }

    /// <summary>The nonce that the ID token must carry, or null when this browser has no such sign-in under way.</summary>
    public static string? Finish(Call call, AuthenticationProperties properties)
    {
        if (!properties.Items.Remove(Key, out var nonce) || nonce is null)
            return null;
        var name = CookieName(call, nonce);
        if (!call.Http.Request.Cookies.ContainsKey(name))
            return null;
        call.Http.Response.Cookies.Delete(name, call.Options.NonceCookie.Build(call.Http, call.Time.GetUtcNow()));
        return nonce;
    }

    private static string CookieName(Call call, string nonce)
        => call.Options.NonceCookie.Name + Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(nonce)).AsSpan(0, 16));
}
