using System.Globalization;

using IdentityHost.Configuration;
using IdentityHost.Provider.Http;
using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.Authorize;

/// <summary>The rules of an authorization request. First whom we may answer, then whether the request is right.</summary>
internal sealed class AuthorizeValidator(IClientDirectory clients, ScopeCatalog catalog, OwnTokenReader tokens)
{
    private static readonly HashSet<string> KnownPrompts = new(StringComparer.Ordinal) { "none", "login", "consent", "select_account" };

    public async Task<AuthorizeValidation> ValidateAsync(RequestParameters parameters, CancellationToken cancellationToken)
    {
        if (!parameters.Has("client_id", out var clientId))
            return new(null, AuthorizeError.ClientIdMissing);
        if (clients.FindEnabled(clientId) is not { } client)
            return new(null, AuthorizeError.ClientUnknown);
        if (!parameters.Has("redirect_uri", out var redirectUri))
            return new(null, AuthorizeError.RedirectUriMissing, null, client.ClientId);
        if (!client.RedirectUris.Contains(redirectUri, StringComparer.Ordinal))     // RFC 9700 section 2.1: exact
            return new(null, AuthorizeError.RedirectUriNotRegistered, null, client.ClientId);

        var target = new AuthorizeTarget(redirectUri, parameters["response_mode"] == "form_post", parameters["state"]);
        var request = new AuthorizeRequest(client, target, parameters)
        {
            Scopes = RequestedScopes(client, parameters),
            Prompts = new HashSet<string>((parameters["prompt"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal),
            CodeChallenge = parameters["code_challenge"],
            Nonce = parameters["nonce"],
            LoginHint = parameters["login_hint"],
        };
        if (Check(request) is not AuthorizeError.None and var error)
            return new(null, error, target, client.ClientId);

        if (parameters.Has("max_age", out var maxAge))
        {
            if (!int.TryParse(maxAge, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return new(null, AuthorizeError.MaxAgeInvalid, target, client.ClientId);
            request = request with { MaxAge = TimeSpan.FromSeconds(seconds) };
        }
        if (parameters.Has("id_token_hint", out var hint))
        {
            // Core 3.1.2.1: an ID token that we issued; it need not be for this client, and may be old.
            if (await tokens.ReadAsync(hint, TokenTypes.IdToken, cancellationToken) is not { } claims || claims["sub"] is not { } sub)
                return new(null, AuthorizeError.HintInvalid, target, client.ClientId);
            request = request with { HintSub = sub };
        }
        return request;
    }

    private AuthorizeError Check(AuthorizeRequest request)
    {
        var parameters = request.Parameters;
        if (parameters["request"] is not null)
            return AuthorizeError.RequestObject;
        if (parameters["request_uri"] is not null)
            return AuthorizeError.RequestUri;
        if (!parameters.Has("response_type", out var responseType))
            return AuthorizeError.ResponseTypeMissing;
        if (responseType != "code")
            return AuthorizeError.ResponseTypeUnsupported;
        if (parameters["response_mode"] is not (null or "query" or "form_post"))
            return AuthorizeError.ResponseModeUnsupported;
        if (!request.Scopes.Contains(Scopes.OpenId))
            return AuthorizeError.ScopeWithoutOpenId;
        if (request.Scopes.Any(scope => !catalog.Exists(scope)))
            return AuthorizeError.ScopeUnknown;
        if (request.Prompts.Any(prompt => !KnownPrompts.Contains(prompt)) || (request.Prompts.Contains("none") && request.Prompts.Count > 1))
            return AuthorizeError.PromptInvalid;
        if (request.Nonce?.Length > 1000)
            return AuthorizeError.ParameterTooLong;
        return CheckChallenge(request);
    }

    private static AuthorizeError CheckChallenge(AuthorizeRequest request)
    {
        if (request.CodeChallenge is not { } challenge)
        {
            // Public clients always; a confidential one may be excused (RFC 9700 section 2.1.1).
            var required = request.Client.RequirePkce || !request.Client.RequireClientSecret;
            return required || request.Parameters["code_challenge_method"] is not null ? AuthorizeError.ChallengeMissing : AuthorizeError.None;
        }
        if (request.Parameters["code_challenge_method"] != "S256")
            return AuthorizeError.ChallengeMethod;      // absent means plain, RFC 7636 section 4.3
        return challenge.Length == 43 && challenge.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? AuthorizeError.None
            : AuthorizeError.ChallengeMalformed;
    }

    // Core section 11: without a basis for it, offline_access is ignored. The basis here is the client's AllowOfflineAccess, there is no consent page.
    // RFC 6749 section 3.3: scopes that exist and that this client may not have are left out, and the token response says what it got. So a client that
    // asks for what discovery announces can sign in whatever it was registered for. A scope that nobody knows stays, and is refused.
    private string[] RequestedScopes(Client client, RequestParameters parameters)
        => [.. Scopes.Split(parameters["scope"] ?? "").Where(scope => scope == Scopes.OfflineAccess
            ? client.AllowOfflineAccess
            : Allows(client, scope) || !catalog.Exists(scope))];

    private static bool Allows(Client client, string scope)
        => client.AllowedScopes.Count > 0 ? client.AllowedScopes.Contains(scope) : scope is Scopes.OpenId or Scopes.Profile;
}
