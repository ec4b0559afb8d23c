using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Shared.OpenIdConnect.Diagnostics;
using Shared.OpenIdConnect.SignIn;

namespace Shared.OpenIdConnect.Tokens;

/// <summary>Checks an ID token: form, header, key, signature, claims. Nothing is believed before the signature.</summary>
internal static class IdTokenCheck
{
    private static readonly string[] DefaultAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256];

    public static async Task<Outcome<CompactJws>> ValidateAsync(
        Call call, OpenIdConnectConfiguration provider, string idToken, string? accessToken, string? nonce, TimeSpan? maxAge)
    {
        if (CompactJws.Parse(idToken) is not { } token)
            return new SignInRefusal(SignInError.TokenMalformed, "The ID token is no signed JWT in compact form. Encrypted ID tokens are not supported.");
        if (IdTokenHeader.Check(token.Header, Algorithms(call, provider)) is { } header)
            return header;
        var (alg, kid) = (StrictJson.Text(token.Header, "alg")!, StrictJson.Text(token.Header, "kid"));
        var parameters = call.Options.TokenValidationParameters;
        var keys = SigningKeys.Find(provider, parameters, kid, alg);
        if (keys.Count == 0 && call.Options.RefreshOnIssuerKeyNotFound)
        {
            // The provider may have rotated its keys. The manager grants one fetch per interval, however many tokens ask for it.
            call.Logger.UnknownKey();
            call.Options.ConfigurationManager!.RequestRefresh();
            provider = await call.ProviderAsync();
            keys = SigningKeys.Find(provider, parameters, kid, alg);
        }

        if (keys.Count == 0)
            return new SignInRefusal(SignInError.TokenKey, "The ID token's kid is not among the provider's published keys.");
        if (!SigningKeys.Verify(keys, alg, token))
            return new SignInRefusal(SignInError.TokenSignature, "The ID token's signature does not fit the provider's key.");
        if (IdTokenRules.Check(token, Expectations(call, provider, accessToken, nonce, maxAge)) is { } claims)
            return claims;
        return token;
    }

    private static string[] Algorithms(Call call, OpenIdConnectConfiguration provider)
    {
        if (call.Options.TokenValidationParameters.ValidAlgorithms is { } chosen && chosen.Any())
            return [.. chosen];
        var announced = provider.IdTokenSigningAlgValuesSupported;
        return announced.Count == 0 ? DefaultAlgorithms : [.. DefaultAlgorithms.Intersect(announced)];
    }

    private static IdTokenExpectations Expectations(
        Call call, OpenIdConnectConfiguration provider, string? accessToken, string? nonce, TimeSpan? maxAge)
    {
        var parameters = call.Options.TokenValidationParameters;
        string[] issuers = [.. parameters.ValidIssuers ?? [], .. parameters.ValidIssuer is { Length: > 0 } one ? [one] : Array.Empty<string>()];
        return new(
            issuers.Length > 0 ? issuers : [provider.Issuer],
            call.Options.ClientId!,
            [.. parameters.ValidAudiences ?? []],
            nonce,
            call.Options.ProtocolValidator.RequireNonce,
            maxAge,
            accessToken,
            call.Time.GetUtcNow(),
            parameters.ClockSkew);
    }
}
