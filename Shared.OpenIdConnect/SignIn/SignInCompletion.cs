using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Shared.OpenIdConnect.Tokens;

namespace Shared.OpenIdConnect.SignIn;

/// <summary>From the code to the session: redeem, check the ID token, read userinfo, make the ticket.</summary>
internal sealed class SignInCompletion(
    Call call, OpenIdConnectConfiguration provider, OpenIdConnectMessage message, AuthenticationProperties properties, SignInCallback callback)
{
    public async Task<HandleRequestResult> RunAsync()
    {
        var (nonce, maxAge) = (Nonces.Finish(call, properties), MaxAge.Take(properties));
        if (nonce is null && call.Options.ProtocolValidator.RequireNonce)
            return callback.Refuse(new(SignInError.OtherBrowser, "The nonce cookie is missing: other browser, answered before, or over ProtocolValidator.NonceLifetime."));
        var code = new AuthorizationCodeReceivedContext(call.Http, call.Scheme, call.Options, properties)
        {
            ProtocolMessage = message,
            TokenEndpointRequest = TokenRequest(),
            Backchannel = call.Options.Backchannel,
        };
        await call.Events.AuthorizationCodeReceived(code);
        if (code.Result is { } decided)
            return decided;
        message = code.ProtocolMessage;
        Outcome<OpenIdConnectMessage> redeemed = code.TokenEndpointResponse
            ?? await CodeRedemption.RedeemAsync(call, provider, code.TokenEndpointRequest!);
        if (!redeemed.Succeeded(out var tokens, out var refusal))
            return callback.Refuse(refusal);

        var received = new TokenResponseReceivedContext(call.Http, call.Scheme, call.Options, code.Principal, properties)
        {
            ProtocolMessage = message,
            TokenEndpointResponse = tokens,
        };
        await call.Events.TokenResponseReceived(received);
        if (received.Result is { } decidedThen)
            return decidedThen;
        tokens = received.TokenEndpointResponse;

        var validated = await IdTokenCheck.ValidateAsync(call, provider, tokens.IdToken, tokens.AccessToken, nonce, maxAge);
        if (!validated.Succeeded(out _, out refusal))
            return callback.Refuse(refusal);
        return await ValidatedAsync(tokens, new JwtSecurityToken(tokens.IdToken), nonce);
    }

    private async Task<HandleRequestResult> ValidatedAsync(OpenIdConnectMessage tokens, JwtSecurityToken idToken, string? nonce)
    {
        var validated = new TokenValidatedContext(call.Http, call.Scheme, call.Options, TokenClaims.Principal(idToken, call.Options), properties)
        {
            ProtocolMessage = message,
            SecurityToken = idToken,
            TokenEndpointResponse = tokens,
            Nonce = nonce,
        };
        await call.Events.TokenValidated(validated);
        if (validated.Result is { } decided)
            return decided;
        var principal = validated.Principal!;
        SessionProperties.Write(call, properties, tokens, idToken);

        using var nothing = JsonDocument.Parse("{}");
        if (!call.Options.GetClaimsFromUserInfoEndpoint || string.IsNullOrEmpty(provider.UserInfoEndpoint))
            return Ticket(principal, nothing, idToken.Issuer);
        var read = await UserInfo.ReadAsync(call, provider, tokens.AccessToken, idToken.Subject);
        if (!read.Succeeded(out var user, out var refusal))
            return callback.Refuse(refusal);
        using (user)
        {
            var information = new UserInformationReceivedContext(call.Http, call.Scheme, call.Options, principal, properties) { ProtocolMessage = message, User = user };
            await call.Events.UserInformationReceived(information);
            return information.Result ?? Ticket(information.Principal!, information.User, idToken.Issuer);
        }
    }

    private HandleRequestResult Ticket(ClaimsPrincipal principal, JsonDocument user, string issuer)
    {
        foreach (var action in call.Options.ClaimActions)
            action.Run(user.RootElement, (ClaimsIdentity)principal.Identity!, call.Options.ClaimsIssuer ?? issuer);
        return HandleRequestResult.Success(new AuthenticationTicket(principal, properties, call.Scheme.Name));
    }

    private OpenIdConnectMessage TokenRequest()
    {
        properties.Items.Remove(OpenIdConnectDefaults.RedirectUriForCodePropertiesKey, out var redirectUri);
        var request = new OpenIdConnectMessage
        {
            GrantType = OpenIdConnectGrantTypes.AuthorizationCode,
            Code = message.Code,
            RedirectUri = redirectUri,
            ClientId = call.Options.ClientId,
        };
        if (!string.IsNullOrEmpty(call.Options.ClientSecret))
            request.ClientSecret = call.Options.ClientSecret;
        Pkce.Finish(properties, request);
        return request;
    }
}
