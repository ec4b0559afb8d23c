using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Shared.OpenIdConnect.Metadata;

/// <summary>What a discovery document must state before anything is built on it (Discovery 3).</summary>
internal static class MetadataRules
{
    public static void Check(OpenIdConnectConfiguration found, string address, bool requireHttps)
    {
        if (string.IsNullOrEmpty(found.Issuer))
            throw new MetadataException($"{address} states no issuer.");
        Endpoint("authorization_endpoint", found.AuthorizationEndpoint, required: true);
        Endpoint("token_endpoint", found.TokenEndpoint, required: true);
        Endpoint("userinfo_endpoint", found.UserInfoEndpoint, required: false);
        Endpoint("end_session_endpoint", found.EndSessionEndpoint, required: false);

        void Endpoint(string name, string? value, bool required)
        {
            if (string.IsNullOrEmpty(value) && !required)
                return;
            if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || !(uri.Scheme == "https" || (uri.Scheme == "http" && !requireHttps)))
                throw new MetadataException($"{address} states '{value}' as {name}, which is no {(requireHttps ? "https" : "http or https")} address.");
        }
    }
}
