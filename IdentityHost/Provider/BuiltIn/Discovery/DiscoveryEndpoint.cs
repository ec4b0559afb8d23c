using IdentityHost.Provider.Http;
using IdentityHost.Provider.Keys;
using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.BuiltIn.Discovery;

/// <summary>GET <c>/.well-known/openid-configuration</c>.</summary>
internal sealed class DiscoveryEndpoint(IssuerUrls issuer, ScopeCatalog catalog) : IProtocolEndpoint
{
    private static readonly string[] SecretMethods = ["client_secret_basic", "client_secret_post"];
    private static readonly string[] AllMethods = [.. SecretMethods, "none"];

    public Task HandleAsync(HttpContext http) => http.Response.WriteJsonAsync(StatusCodes.Status200OK, json =>
    {
        json.WriteString("issuer", issuer.Issuer);
        json.WriteString("authorization_endpoint", issuer.Of(ProviderPaths.Authorize));
        json.WriteString("token_endpoint", issuer.Of(ProviderPaths.Token));
        json.WriteString("userinfo_endpoint", issuer.Of(ProviderPaths.UserInfo));
        json.WriteString("jwks_uri", issuer.Of(ProviderPaths.Jwks));
        json.WriteString("end_session_endpoint", issuer.Of(ProviderPaths.EndSession));
        json.WriteString("revocation_endpoint", issuer.Of(ProviderPaths.Revocation));
        json.WriteString("introspection_endpoint", issuer.Of(ProviderPaths.Introspection));
        json.WriteStrings("scopes_supported", catalog.All);
        json.WriteStrings("claims_supported", [.. PersonClaims.Supported, "iss", "aud", "exp", "iat", "auth_time", "amr", "sid", "nonce", "at_hash"]);
        json.WriteStrings("response_types_supported", ["code"]);
        json.WriteStrings("response_modes_supported", ["query", "form_post"]);
        json.WriteStrings("grant_types_supported", ["authorization_code", "refresh_token", "client_credentials"]);
        json.WriteStrings("subject_types_supported", ["public"]);
        json.WriteStrings("id_token_signing_alg_values_supported", SigningAlgorithms.All);
        json.WriteStrings("code_challenge_methods_supported", ["S256"]);
        json.WriteStrings("prompt_values_supported", ["none", "login", "consent", "select_account"]);
        json.WriteStrings("token_endpoint_auth_methods_supported", AllMethods);
        json.WriteStrings("revocation_endpoint_auth_methods_supported", AllMethods);
        json.WriteStrings("introspection_endpoint_auth_methods_supported", SecretMethods);
        json.WriteBoolean("authorization_response_iss_parameter_supported", true);
        json.WriteBoolean("request_parameter_supported", false);
        json.WriteBoolean("request_uri_parameter_supported", false);
        json.WriteBoolean("claims_parameter_supported", false);
        json.WriteBoolean("backchannel_logout_supported", true);
        json.WriteBoolean("backchannel_logout_session_supported", true);
        json.WriteBoolean("frontchannel_logout_supported", true);
        json.WriteBoolean("frontchannel_logout_session_supported", true);
    });
}
