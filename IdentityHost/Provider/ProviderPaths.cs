namespace IdentityHost.Provider;

/// <summary>Every address of the engines. The names are those of Duende IdentityServer, so that clients and habits carry over.</summary>
internal static class ProviderPaths
{
    public const string Discovery = "/.well-known/openid-configuration";
    public const string Jwks = "/.well-known/openid-configuration/jwks";
    public const string Authorize = "/connect/authorize";
    public const string Token = "/connect/token";
    public const string UserInfo = "/connect/userinfo";
    public const string Introspection = "/connect/introspect";
    public const string Revocation = "/connect/revocation";
    public const string EndSession = "/connect/endsession";

    // The pages' side of the seam.
    public const string Login = "/account/login";
    public const string Logout = "/account/logout";
    public const string Error = "/error";
}
