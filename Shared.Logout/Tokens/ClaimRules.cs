using System.Text.Json;
using Shared.Logout.Configuration;

namespace Shared.Logout.Tokens;

/// <summary>
/// The claim rules of Back-Channel Logout 1.0, section 2.6, in the order of the text. Pure: the signature was checked before,
/// the clock comes in. A refusal is one reason.
/// </summary>
internal static class ClaimRules
{
    private const int MaxSubjectLength = 255;   // Core section 2
    private const int MaxIdLength = 512;
    private const int MaxDisplayLength = 64;

    private static ReadOnlySpan<byte> LogoutEvent => "http://schemas.openid.net/event/backchannel-logout"u8;

    public static LogoutTokenError Check(JsonElement claims, string issuer, LogoutRegistration rules, DateTimeOffset now, out LogoutToken? token)
    {
        token = null;

        // BCL 2.6 step 4: iss, aud, iat and exp as in an ID token (Core 3.1.3.7). iss chose the registration and is equal already.
        if (CheckAudience(claims, rules) is var wrongAudience and not LogoutTokenError.None)
            return wrongAudience;
        if (CheckTimes(claims, rules, now, out var times) is var wrongTime and not LogoutTokenError.None)
            return wrongTime;

        // BCL 2.6 step 5: sub, sid or both.
        if (!claims.TryReadIdentifier("sub"u8, MaxSubjectLength, out var subject) || !claims.TryReadIdentifier("sid"u8, MaxIdLength, out var session))
            return LogoutTokenError.MalformedClaim;
        if (subject is null && session is null)
            return LogoutTokenError.NoSubjectOrSession;
        if (session is null && rules.RequireSessionId)
            return LogoutTokenError.NoSessionId;

        // BCL 2.6 step 6: an ID token that is replayed here stops at this line. The member's content is the provider's business.
        if (!claims.TryGetProperty("events"u8, out var events) || events.ValueKind is not JsonValueKind.Object
            || !events.TryGetProperty(LogoutEvent, out var logout) || logout.ValueKind is not JsonValueKind.Object)
            return LogoutTokenError.NotALogoutToken;

        // BCL 2.6 step 7: the claim is prohibited, whatever its value.
        if (claims.TryGetProperty("nonce"u8, out _))
            return LogoutTokenError.HasNonce;

        // BCL 2.6 step 8 looks jti up; BCL 2.4 requires it.
        if (!claims.TryReadText("jti"u8, MaxIdLength, out var tokenId))
            return LogoutTokenError.MalformedClaim;
        if (tokenId is null)
            return LogoutTokenError.MissingClaim;

        token = new LogoutToken(issuer, rules.ClientId, subject, session, tokenId, times.IssuedAt, EventTime(claims, times.IssuedAt, rules), times.ExpiresAt)
        {
            Reason = DisplayText(claims, "logout_reason"u8),
            InitiatedBy = DisplayText(claims, "initiated_by"u8),
        };
        return LogoutTokenError.None;
    }

    /// <summary>Whether <c>aud</c> names this client at all: enough to choose the rules, not to pass them.</summary>
    public static bool Names(JsonElement claims, string clientId)
        => claims.TryGetProperty("aud"u8, out var audience) && audience.ValueKind switch
        {
            JsonValueKind.String => audience.ValueEquals(clientId),
            JsonValueKind.Array => audience.EnumerateArray().Any(a => a.ValueKind is JsonValueKind.String && a.ValueEquals(clientId)),
            _ => false,
        };

    private static LogoutTokenError CheckAudience(JsonElement claims, LogoutRegistration rules)
    {
        if (!Names(claims, rules.ClientId))
            return LogoutTokenError.Audience;
        // Core 3.1.3.7 step 3: a further audience that is not trusted spoils the token.
        var audience = claims.GetProperty("aud"u8);
        if (audience.ValueKind is JsonValueKind.Array)
        {
            foreach (var other in audience.EnumerateArray())
            {
                if (other.ValueKind is not JsonValueKind.String
                    || (!other.ValueEquals(rules.ClientId) && !rules.TrustedAudiences.Contains(other.GetString()!)))
                    return LogoutTokenError.Audience;
            }
        }

        // Core 3.1.3.7 step 5, also where there is one audience only.
        return claims.TryGetProperty("azp"u8, out var party) && (party.ValueKind is not JsonValueKind.String || !party.ValueEquals(rules.ClientId))
            ? LogoutTokenError.AuthorizedParty
            : LogoutTokenError.None;
    }

    private static LogoutTokenError CheckTimes(
        JsonElement claims, LogoutRegistration rules, DateTimeOffset now, out (DateTimeOffset IssuedAt, DateTimeOffset? ExpiresAt) times)
    {
        times = default;
        if (!claims.TryReadTime("exp"u8, out var expires) || !claims.TryReadTime("iat"u8, out var issued) || !claims.TryReadTime("nbf"u8, out var notBefore))
            return LogoutTokenError.MalformedClaim;
        if (issued is not { } issuedAt || (expires is null && rules.RequireExpiration))
            return LogoutTokenError.MissingClaim;
        // Core 3.1.3.7 step 9: the current time must be before exp.
        if (expires is { } end && now >= end + rules.ClockSkew)
            return LogoutTokenError.Expired;
        if (issuedAt > now + rules.ClockSkew || notBefore > now + rules.ClockSkew)
            return LogoutTokenError.NotYetValid;
        // Core 3.1.3.7 step 10: bounds the time for which token ids must be remembered, whatever exp says.
        if (now - rules.ClockSkew - issuedAt > rules.MaxTokenAge)
            return LogoutTokenError.TooOld;
        times = (issuedAt, expires);
        return LogoutTokenError.None;
    }

    // RFC 8417 toe: a token that is sent again keeps the time of the logout. One from the future would end later sessions.
    private static DateTimeOffset EventTime(JsonElement claims, DateTimeOffset issuedAt, LogoutRegistration rules)
        => claims.TryReadTime("toe"u8, out var happened) && happened is { } time && time <= issuedAt + rules.ClockSkew ? time : issuedAt;

    private static string? DisplayText(JsonElement claims, ReadOnlySpan<byte> name)
        => claims.TryReadIdentifier(name, MaxDisplayLength, out var text) ? text : null;
}
