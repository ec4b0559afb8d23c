using System.Text.Json;

using IdentityHost.Diagnostics;
using IdentityHost.Provider.Clients;
using IdentityHost.Provider.Http;
using IdentityHost.Provider.Tokens;
using IdentityHost.Users;

namespace IdentityHost.Provider.Introspection;

/// <summary>POST <c>/connect/introspect</c> (RFC 7662).</summary>
internal sealed class IntrospectionEndpoint(
    IntrospectionValidator validator, TokenInspector inspector, ScopeCatalog catalog, IUsers users, IssuerUrls issuer, ProviderMetrics metrics,
    ILogger<IntrospectionEndpoint> logger) : IProtocolEndpoint
{
    public async Task HandleAsync(HttpContext http)
    {
        var read = await ParameterReader.ReadAsync(http.Request, http.RequestAborted);
        if (!read.Succeeded)
        {
            metrics.Refused("introspection", read.Error.ToString());
            await http.Response.WriteErrorAsync(read.Error);
            return;
        }
        var (caller, error) = validator.Authenticate(http.Request, read.Parameters);
        if (caller is null)
        {
            metrics.Refused("introspection", error.ToString());
            logger.ProviderRequestRefused("introspection", null, error.ToString());
            await http.Response.WriteErrorAsync(error);
        }
        else if (read.Parameters.Has("token", out var token))
            await AnswerAsync(http, caller, token);
        else
            await http.Response.WriteErrorAsync(StatusCodes.Status400BadRequest, "invalid_request", "token is missing.");
    }

    private async Task AnswerAsync(HttpContext http, IntrospectionCaller caller, string token)
    {
        Action<Utf8JsonWriter>? claims = null;
        if (await inspector.FindAccessTokenAsync(token, caller, http.RequestAborted) is { } access)
            claims = await DescribeAsync(access, caller, http.RequestAborted);
        else if (await inspector.FindRefreshTokenAsync(token, caller, http.RequestAborted) is var (grant, row))
            claims = json =>
            {
                json.WriteString("iss", issuer.Issuer);
                json.WriteString("sub", grant.Sub);
                json.WriteString("client_id", grant.ClientId);
                json.WriteString("scope", grant.Scope);
                json.WriteString("sid", grant.Sid);
                json.WriteNumber("iat", row.CreatedAt / 1000);
                json.WriteNumber("exp", row.ExpiresAt / 1000);
            };
        metrics.Introspected(claims is not null);
        await http.Response.WriteJsonAsync(StatusCodes.Status200OK, json =>
        {
            json.WriteBoolean("active", claims is not null);
            claims?.Invoke(json);   // section 2.2: an inactive answer says nothing else
        });
    }

    private async Task<Action<Utf8JsonWriter>?> DescribeAsync(LiveAccessToken token, IntrospectionCaller caller, CancellationToken cancellationToken)
    {
        var user = token.IsClientsOwn ? null : await users.FindAsync(token.Sub, cancellationToken);
        if (user is null or { Disabled: true } && !token.IsClientsOwn)
            return null;
        var claims = caller.Api is { } api ? api.UserClaims : catalog.ApisOf(token.Scopes).SelectMany(each => each.UserClaims);
        return json =>
        {
            json.WriteString("iss", issuer.Issuer);
            json.WriteString("sub", token.Sub);
            json.WriteOneOrMany("aud", token.Audience);
            json.WriteString("client_id", token.ClientId);
            json.WriteString("scope", Scopes.Join(token.Scopes));
            json.WriteString("token_type", "Bearer");
            if (!token.IsOffline)
                json.WriteString("sid", token.Sid);
            json.WriteNumber("iat", token.IssuedAt);
            json.WriteNumber("nbf", token.IssuedAt);
            json.WriteNumber("exp", token.ExpiresAt);
            json.WriteString("jti", token.Id);
            if (user is not null)
                PersonClaims.Write(json, user, claims.Distinct());
        };
    }
}
