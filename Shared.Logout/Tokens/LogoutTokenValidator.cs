using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Shared.Logout.Configuration;

namespace Shared.Logout.Tokens;

/// <summary>
/// Decides whether bytes are a logout token for one of this application's registrations. Cheap rules first; a token of a foreign
/// issuer causes no traffic, and nothing is believed before the signature is checked. Never throws for bad input.
/// </summary>
internal sealed class LogoutTokenValidator(ProviderKeysCatalog catalog, TimeProvider time)
{
    private const int SignedParts = 3;
    private const int EncryptedParts = 5;

    /// <param name="token">The compact serialisation.</param>
    /// <param name="registrations">Whose tokens are taken here; each has rules of its own.</param>
    /// <param name="cancellationToken">Stops waiting for the provider's keys.</param>
    public ValueTask<LogoutTokenResult> ValidateAsync(
        ReadOnlyMemory<byte> token, IReadOnlyList<LogoutRegistration> registrations, CancellationToken cancellationToken)
    {
        if (token.Length > CompactToken.MaxLength)
            return new(LogoutTokenResult.Refused(LogoutTokenError.TooLarge));
        switch (CompactToken.CountParts(token.Span))
        {
            case SignedParts:
                return ValidateSignedAsync(token, null, null, registrations, cancellationToken);

            // BCL 2.6 step 1: decrypt, where this client registered encryption.
            case EncryptedParts:
                var error = TokenDecryption.TryDecrypt(token.Span, registrations, out var inner, out var key, out var issuer);
                if (error is LogoutTokenError.None && CompactToken.CountParts(inner) != SignedParts)
                    error = LogoutTokenError.MalformedToken;   // encrypted, but not signed: anybody can do that
                return error is LogoutTokenError.None
                    ? ValidateSignedAsync(inner, key, issuer, registrations, cancellationToken)
                    : new(LogoutTokenResult.Refused(error));

            default:
                return new(LogoutTokenResult.Refused(LogoutTokenError.MalformedToken));
        }
    }

    private async ValueTask<LogoutTokenResult> ValidateSignedAsync(
        ReadOnlyMemory<byte> token, SecurityKey? decryptedWith, string? outerIssuer, IReadOnlyList<LogoutRegistration> registrations, CancellationToken cancellationToken)
    {
        if (SignedToken.TryRead(token, out var signed) is var malformed and not LogoutTokenError.None)
            return LogoutTokenResult.Refused(malformed);
        using (signed!)
        {
            var claims = signed!.Claims;
            // Core 3.1.3.7 step 2 and 3, before the signature: issuer and audience choose the keys and the rules.
            if (!claims.TryReadText("iss"u8, 2048, out var issuer) || issuer is null || (outerIssuer is not null && outerIssuer != issuer))
                return LogoutTokenResult.Refused(LogoutTokenError.Issuer);
            var (registration, refusal) = Choose(registrations, issuer, claims);
            if (registration is null)
                return LogoutTokenResult.Refused(refusal);
            var error = CheckEnvelope(signed.Header, registration, decryptedWith);
            if (error is LogoutTokenError.None)
                error = await CheckSignatureAsync(signed, issuer, registration, cancellationToken);
            if (error is not LogoutTokenError.None)
                return LogoutTokenResult.Refused(error, registration);
            error = ClaimRules.Check(claims, issuer, registration, time.GetUtcNow(), out var logout);
            return error is LogoutTokenError.None
                ? LogoutTokenResult.Accepted(logout!, registration)
                : LogoutTokenResult.Refused(error, registration);
        }
    }

    private (LogoutRegistration? Registration, LogoutTokenError Refusal) Choose(IReadOnlyList<LogoutRegistration> registrations, string issuer, JsonElement claims)
    {
        var refusal = LogoutTokenError.Issuer;
        LogoutRegistration? perhaps = null;
        for (var i = 0; i < registrations.Count; i++)
        {
            var registration = registrations[i];
            var fits = Fits(issuer, registration);
            if (fits is false)
                continue;
            if (!ClaimRules.Names(claims, registration.ClientId))
                refusal = LogoutTokenError.Audience;
            else if (fits is true)
                return (registration, LogoutTokenError.None);
            else
                perhaps ??= registration;
        }

        // Only where no registration is known to have this issuer may one whose provider was never heard of have it.
        return perhaps is null ? (null, refusal) : (perhaps, LogoutTokenError.None);
    }

    // Until discovery was read, the authority is all that is known of the issuer, or nothing (null); the exact comparison follows with the keys.
    private bool? Fits(string issuer, LogoutRegistration registration)
        => catalog.For(registration).KnownIssuer is { } known ? issuer == known
            : registration.Authority is { } authority ? issuer.AsSpan().TrimEnd('/').SequenceEqual(authority.AsSpan().TrimEnd('/'))
            : null;

    private static LogoutTokenError CheckEnvelope(in TokenHeader header, LogoutRegistration registration, SecurityKey? decryptedWith)
    {
        // BCL 2.6 step 1: the client that registered encryption gets nothing else; and a key opens tokens of its own client only.
        if (registration.DecryptionKeys.Count > 0 && decryptedWith is null)
            return LogoutTokenError.NotEncrypted;
        if (decryptedWith is not null && !registration.DecryptionKeys.Contains(decryptedWith))
            return LogoutTokenError.Encrypted;
        if (registration.RequireLogoutTokenType && !header.IsLogoutType)
            return LogoutTokenError.TokenType;
        // BCL 2.6 step 3: only what the client registered, not whatever the key could do.
        return registration.SigningAlgorithms.Contains(header.Algorithm.Name) ? LogoutTokenError.None : LogoutTokenError.Algorithm;
    }

    // BCL 2.6 step 2.
    private async ValueTask<LogoutTokenError> CheckSignatureAsync(
        SignedToken token, string issuer, LogoutRegistration registration, CancellationToken cancellationToken)
    {
        var keys = catalog.For(registration);
        if (await keys.GetAsync(cancellationToken) is not { } published)
            return LogoutTokenError.KeysUnavailable;
        if (published.Metadata.Issuer != issuer)
            return LogoutTokenError.Issuer;
        var candidates = published.Keys.Select(token.Header.Algorithm, token.Header.KeyId);
        if (token.IsSignedBy(candidates))
            return LogoutTokenError.None;
        // A known kid is final. An unknown one, or a signature that names no key, may be by a key that was published since.
        var error = candidates.None ? LogoutTokenError.UnknownKey : LogoutTokenError.Signature;
        if (!candidates.None && token.Header.KeyId is not null)
            return error;
        if (await keys.RefreshAsync(published, cancellationToken) is not { } newer)
            return LogoutTokenError.KeysUnavailable;
        if (newer == published)
            return error;   // asked a moment ago, for another token
        candidates = newer.Keys.Select(token.Header.Algorithm, token.Header.KeyId);
        return candidates.None ? LogoutTokenError.UnknownKey
            : token.IsSignedBy(candidates) ? LogoutTokenError.None
            : LogoutTokenError.Signature;
    }
}
