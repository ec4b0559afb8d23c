using IdentityHost.Configuration;
using IdentityHost.Provider.Http;
using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.SignOut;

/// <summary>The rules of RP-Initiated Logout 1.0, sections 2 to 4. <c>logout_hint</c> and <c>ui_locales</c> are accepted and have no effect.</summary>
internal sealed class SignOutValidator(IClientDirectory clients, OwnTokenReader tokens)
{
    public async Task<SignOutValidation> ValidateAsync(RequestParameters parameters, CancellationToken cancellationToken)
    {
        var named = parameters["client_id"];
        if (named is not null && clients.Find(named) is null)
            return new(null, SignOutError.ClientUnknown, null);

        var error = SignOutError.None;
        OwnToken? hint = null;
        if (parameters.Has("id_token_hint", out var text))
        {
            // Old is fine: the point of a hint is that the session may be over (section 2). A typ of its own keeps logout and access tokens out.
            hint = await tokens.ReadAsync(text, TokenTypes.IdToken, cancellationToken);
            if (hint is null || hint["aud"] is null)
                (hint, error) = (null, SignOutError.HintInvalid);
        }
        var audience = hint?["aud"];
        if (named is not null && audience is not null && named != audience)
            return new(null, SignOutError.ClientDiffersFromHint, named);    // section 2: MUST verify

        // A client that was switched off can still say who it was; nobody is sent back to it.
        var client = clients.Find(audience ?? named ?? "");
        var returnTo = ReturnTo(parameters, client, hint, ref error);
        return new(new SignOutRequest(client?.ClientId, hint?["sub"], hint?["sid"], returnTo, error != SignOutError.None), error, client?.ClientId);
    }

    private static string? ReturnTo(RequestParameters parameters, Client? client, OwnToken? hint, ref SignOutError error)
    {
        if (!parameters.Has("post_logout_redirect_uri", out var uri) || error != SignOutError.None)
            return null;
        if (hint is null)
            error = SignOutError.RedirectWithoutHint;       // section 3: client_id alone is no proof, anybody can write it
        else if (client is not { Enabled: true } || !client.PostLogoutRedirectUris.Contains(uri, StringComparer.Ordinal))
            error = SignOutError.RedirectUriNotRegistered;
        else
            return RedirectUris.Append(uri, parameters.Has("state", out var state) ? [new("state", state)] : []);
        return null;
    }
}
