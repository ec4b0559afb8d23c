using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Caching.Memory;

namespace Clients.Records;

/// <summary>The person's access token, out of the session's ticket, renewed when it is due. It never reaches the browser in clear.</summary>
internal sealed class AccessTokens(TokenRefresh refresh, IMemoryCache recent, TimeProvider time)
{
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    // How long a request that started before a renewal may still come with the old cookie.
    private static readonly TimeSpan Remember = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();

    /// <summary>A token that is good for a while, or null when the person must sign in again.</summary>
    public async Task<string?> GetAsync(HttpContext http)
    {
        var ticket = await http.AuthenticateAsync();
        if (ticket.Properties?.GetTokenValue("access_token") is not { } current)
            return null;
        if (!DateTimeOffset.TryParse(ticket.Properties.GetTokenValue("expires_at"), CultureInfo.InvariantCulture, out var expires) || time.GetUtcNow() < expires - Early)
            return current;
        if (ticket.Properties.GetTokenValue("refresh_token") is not { } old)
            return null;
        if (await OnceAsync(old) is not { } renewed)
            return null;

        ticket.Properties.UpdateTokenValue("access_token", renewed.AccessToken);
        ticket.Properties.UpdateTokenValue("refresh_token", renewed.RefreshToken);
        ticket.Properties.UpdateTokenValue("expires_at", renewed.ExpiresAt.ToString("o", CultureInfo.InvariantCulture));
        await http.SignInAsync(ticket.Principal!, ticket.Properties);
        return renewed.AccessToken;
    }

    // Requests of one session that come together carry the same refresh token, and a rotated one may be used once: the first asks, all get its
    // answer. Not the first request's cancellation: others wait for it.
    private async Task<RenewedTokens?> OnceAsync(string refreshToken)
    {
        var key = (typeof(AccessTokens), Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(refreshToken))));
        Lazy<Task<RenewedTokens?>> asked;
        lock (_gate)    // the cache may run two factories for one key
        {
            asked = recent.GetOrCreate(key, entry =>
            {
                entry.AbsoluteExpirationRelativeToNow = Remember;
                return new Lazy<Task<RenewedTokens?>>(() => refresh.RenewAsync(refreshToken, CancellationToken.None));
            })!;
        }

        try
        {
            return await asked.Value;
        }
        catch
        {
            recent.Remove(key); // an outage is not remembered
            throw;
        }
    }
}
