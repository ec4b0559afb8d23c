using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Shared.Logout.Configuration;
using Shared.Logout.Diagnostics;

namespace Shared.Logout.Sessions;

/// <summary>Takes the tokens of rejected sessions, each session once, and never makes a request wait.</summary>
internal sealed class TokenRevocationQueue(ILogger<TokenRevocationQueue> logger)
{
    private const int Capacity = 1000;
    private const int Remembered = 20_000;
    private readonly ConcurrentDictionary<RevocationKey, bool> _seen = new();

    private readonly Channel<HeldTokens> _channel = Channel.CreateBounded<HeldTokens>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    public ChannelReader<HeldTokens> Reader => _channel.Reader;

    public void Enqueue(AuthenticationProperties properties, SchemeSettings settings)
    {
        var access = properties.GetTokenValue("access_token");
        var refresh = properties.GetTokenValue("refresh_token");
        var registration = Owner(properties, settings);
        if (!registration.RevokeTokens || (access is null && refresh is null))
            return;
        if (refresh is not null && !registration.RevokeOfflineTokens && !GrantedScope.IsOnline(properties.GetTokenValue("scope"), access))
            refresh = null;   // BCL 2.7: refresh tokens with offline_access "normally SHOULD NOT be revoked"

        // Forgetting costs a second request that changes nothing (RFC 7009 2.2), so the memory may be small.
        if (_seen.Count >= Remembered)
            _seen.Clear();
        if ((access ?? refresh) is null || !_seen.TryAdd(Name(access, refresh), true))
            return;
        if (!_channel.Writer.TryWrite(new HeldTokens(registration, refresh, access)))
            logger.TokenRevocationDropped();
    }

    // By the tokens and not by the stamp: a ticket from before the library has none, and shares that with every other such ticket.
    private static RevocationKey Name(string? access, string? refresh) => RevocationKey.Read(SHA256.HashData(Encoding.UTF8.GetBytes($"{access} {refresh}")));

    private static LogoutRegistration Owner(AuthenticationProperties properties, SchemeSettings settings)
        => settings.Registrations.Count > 1 && IdTokenClaims.Read(properties.GetTokenValue("id_token")) is { } token
            ? settings.Registrations.FirstOrDefault(r => token.Audiences.Contains(r.ClientId)) ?? settings.Registrations[0]
            : settings.Registrations[0];
}
