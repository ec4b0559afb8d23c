using Duende.IdentityServer.Configuration;
using Duende.IdentityServer.ResponseHandling;
using Duende.IdentityServer.Services;
using Duende.IdentityServer.Stores;
using Duende.IdentityServer.Validation;

using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.Duende.Discovery;

/// <summary>IdentityServer's document, cut down to what is answered here: it announces all that it could do, our rules admit one flow.</summary>
internal sealed class DiscoveryDocument(
    IdentityServerOptions options, IResourceStore resources, IKeyMaterialService keys, ExtensionGrantValidator extensionGrants,
    ISecretsListParser secretParsers, IResourceOwnerPasswordValidator passwords, ILogger<DiscoveryResponseGenerator> logger)
    : DiscoveryResponseGenerator(options, resources, keys, extensionGrants, secretParsers, passwords, logger)
{
    private static readonly string[] _notHere =
    [
        "request_object_signing_alg_values_supported", "userinfo_signing_alg_values_supported", "introspection_signing_alg_values_supported",
        "dpop_signing_alg_values_supported", "token_endpoint_auth_signing_alg_values_supported", "revocation_endpoint_auth_signing_alg_values_supported",
        "introspection_endpoint_auth_signing_alg_values_supported",
    ];

    private static readonly string[] _secretMethods = ["client_secret_basic", "client_secret_post"];
    private static readonly string[] _allMethods = [.. _secretMethods, "none"];

    public override async Task<Dictionary<string, object>> CreateDiscoveryDocumentAsync(string baseUrl, string issuerUri)
    {
        var document = await base.CreateDiscoveryDocumentAsync(baseUrl, issuerUri);
        foreach (var name in _notHere)
            document.Remove(name);
        document["claims_supported"] = PersonClaims.Supported.Concat(["iss", "aud", "exp", "iat", "auth_time", "amr", "sid", "nonce", "at_hash"]).ToArray();
        document["grant_types_supported"] = new[] { "authorization_code", "refresh_token", "client_credentials" };
        document["response_types_supported"] = new[] { "code" };
        document["response_modes_supported"] = new[] { "query", "form_post" };
        document["code_challenge_methods_supported"] = new[] { "S256" };
        document["prompt_values_supported"] = new[] { "none", "login", "consent", "select_account" };
        document["token_endpoint_auth_methods_supported"] = _allMethods;
        document["revocation_endpoint_auth_methods_supported"] = _allMethods;
        document["introspection_endpoint_auth_methods_supported"] = _secretMethods;
        document["request_parameter_supported"] = false;
        document["request_uri_parameter_supported"] = false;
        document["claims_parameter_supported"] = false;
        return document;
    }
}
