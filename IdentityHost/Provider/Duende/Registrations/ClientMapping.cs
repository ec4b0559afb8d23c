using IdentityHost.Configuration;

using EngineClient = Duende.IdentityServer.Models.Client;
using EngineTokenType = Duende.IdentityServer.Models.AccessTokenType;

namespace IdentityHost.Provider.Duende.Registrations;

/// <summary>
/// One client in IdentityServer's words. Its secrets stay here: who a client is has been decided before IdentityServer asks. Nothing that its
/// logout or its refresh tokens would do of themselves is switched on, because the door and the rotation do it.
/// </summary>
internal static class ClientMapping
{
    public static EngineClient Of(Client client) => new()
    {
        ClientId = client.ClientId,
        ClientName = client.ClientName,
        Enabled = client.Enabled,
        RequireClientSecret = client.RequireClientSecret,
        RequirePkce = client.RequirePkce || !client.RequireClientSecret,
        RequireConsent = false,
        AllowedGrantTypes = [.. client.AllowedGrantTypes.Except(["refresh_token"]).Append("authorization_code").Distinct()],
        RedirectUris = [.. client.RedirectUris],
        PostLogoutRedirectUris = [.. client.PostLogoutRedirectUris],
        AllowedCorsOrigins = [.. client.AllowedCorsOrigins],
        AllowedScopes = client.AllowedScopes.Count > 0 ? [.. client.AllowedScopes.Except([KnownScopes.OfflineAccess])] : [KnownScopes.OpenId, KnownScopes.Profile],
        AllowOfflineAccess = client.AllowOfflineAccess,
        CoordinateLifetimeWithUserSession = client.CoordinateLifetimeWithUserSession,
        AccessTokenType = client.AccessTokenType == AccessTokenType.Reference ? EngineTokenType.Reference : EngineTokenType.Jwt,
        AccessTokenLifetime = client.AccessTokenLifetime,
        IdentityTokenLifetime = client.IdentityTokenLifetime,
        AuthorizationCodeLifetime = client.AuthorizationCodeLifetime,
        AbsoluteRefreshTokenLifetime = client.AbsoluteRefreshTokenLifetime,
        SlidingRefreshTokenLifetime = client.SlidingRefreshTokenLifetime,
        BackChannelLogoutUri = client.BackChannelLogoutUri,
        BackChannelLogoutSessionRequired = client.BackChannelLogoutSessionRequired,
        FrontChannelLogoutUri = client.FrontChannelLogoutUri,
        FrontChannelLogoutSessionRequired = client.FrontChannelLogoutSessionRequired,
        AllowedIdentityTokenSigningAlgorithms = [client.IdTokenSignedResponseAlg],
        IncludeJwtId = false,                       // ours names the grant
        UpdateAccessTokenClaimsOnRefresh = true,    // a person's roles as they are now
    };
}
