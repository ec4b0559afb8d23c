using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace ClientB.Sessions;

/// <summary>
/// Keeps tickets, with the tokens in them, in files; the cookie holds a key alone. Written before the cookie is sent, so that a process
/// that is killed forgets nobody.
/// </summary>
internal sealed class TicketFiles(string directory, IDataProtectionProvider protection) : ITicketStore
{
    private static readonly object NewSession = new();
    private readonly IDataProtector _protector = protection.CreateProtector("ClientB.Tickets.v1");

    /// <summary>Says that this request signs somebody in. The framework would go on with the key of a cookie that is there already.</summary>
    public static void StartNewSession(HttpContext http) => http.Items[NewSession] = true;

    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await RenewAsync(key, ticket);
        return key;
    }

    public async Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        var path = PathOf(key);
        var part = $"{path}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(6))}.part";
        await using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            await file.WriteAsync(_protector.Protect(TicketSerializer.Default.Serialize(ticket)));
            file.Flush(flushToDisk: true);
        }

        File.Move(part, path, overwrite: true);
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        try
        {
            return TicketSerializer.Default.Deserialize(_protector.Unprotect(await File.ReadAllBytesAsync(PathOf(key))));
        }
        catch (Exception ex) when (ex is FileNotFoundException or CryptographicException)
        {
            return null; // signed out, swept, or written under keys that are gone: the person signs in again
        }
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        if (!httpContext.Items.ContainsKey(NewSession))
            return await RetrieveAsync(key);
        // A cookie that was planted before a sign-in must not be worth anything after it: new session, new key, the old one void.
        await RemoveAsync(key);
        return null;
    }

    public Task RemoveAsync(string key)
    {
        File.Delete(PathOf(key));
        return Task.CompletedTask;
    }

    // Hashed: whoever lists the directory holds no keys, and no key can name a path.
    private string PathOf(string key) => Path.Combine(directory, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))) + ".ticket");
}
