using System.Text.Json;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Shared.OpenIdConnect.SignIn;

/// <summary>The <c>iss</c> of an authorization response (RFC 9207), which stops one provider from answering for another.</summary>
internal static class ResponseIssuer
{
    public static SignInRefusal? Check(OpenIdConnectMessage message, OpenIdConnectConfiguration provider)
    {
        if (message.Parameters.TryGetValue("iss", out var issuer))
        {
            // Simple string comparison: no slash, no case is forgiven.
            return string.Equals(issuer, provider.Issuer, StringComparison.Ordinal)
                ? null
                : new(SignInError.IssuerMismatch, "The answer's iss is not the issuer that discovery states: a mix-up attack, or a provider behind another address than its issuer.");
        }

        return Announced(provider)
            ? new(SignInError.IssuerMissing, "The answer has no iss although the provider announces authorization_response_iss_parameter_supported.")
            : null;
    }

    // A property of the configuration type in some versions of the library and among the rest in others; the document that it writes has it always.
    private static bool Announced(OpenIdConnectConfiguration provider)
    {
        using var document = JsonDocument.Parse(OpenIdConnectConfiguration.Write(provider));
        return document.RootElement.TryGetProperty("authorization_response_iss_parameter_supported", out var value)
            && (value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.String && value.GetString() is "true" or "True"));
    }
}
