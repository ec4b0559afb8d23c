using Duende.IdentityServer.Models;
using Duende.IdentityServer.Services;
using Duende.IdentityServer.Validation;

using IdentityHost.Data;
using IdentityHost.Diagnostics;
using IdentityHost.Provider.Duende.Sessions;
using IdentityHost.Provider.Duende.TokenRequests;
using IdentityHost.Provider.TokenRequests;
using IdentityHost.Provider.Tokens;
using IdentityHost.Sessions;

using EngineClient = Duende.IdentityServer.Models.Client;
using Grant = IdentityHost.Provider.Tokens.Grant;
using Secret = IdentityHost.Data.Secret;

namespace IdentityHost.Provider.Duende.Grants;

/// <summary>
/// Refresh tokens by our rules: each use gives a successor, a second use revokes the family, and an ended session cannot come back through a
/// refresh that was under way. All of it is decided in the transaction that IdentityServer takes for the validation.
/// </summary>
internal sealed class RefreshTokens(
    IDatabase database, RefreshRotation rotation, RefreshTokenFactory factory, ISessions sessions, TokenExchange exchange, ProviderMetrics metrics,
    TimeProvider time) : IRefreshTokenService
{
    public async Task<string> CreateRefreshTokenAsync(RefreshTokenCreationRequest request)
    {
        var handle = Secret.New();
        await database.WriteAsync(
            (connection, transaction) => factory.InsertAsync(connection, transaction, exchange.Request!.Client, exchange.Grant!, handle),
            CancellationToken.None);
        metrics.Issued("refresh_token", exchange.Request!.GrantType);
        return handle;
    }

    public async Task<TokenValidationResult> ValidateRefreshTokenAsync(string token, EngineClient client)
    {
        if (exchange.Request is not { } request)
            return new TokenValidationResult { IsError = true, Error = "invalid_grant" };
        var outcome = await database.WriteAsync(
            (connection, transaction) => rotation.RotateAsync(connection, transaction, request.Client, token, request.Scopes), CancellationToken.None);
        if (!outcome.Succeeded)
        {
            exchange.Refusal = outcome.Error;
            return new TokenValidationResult { IsError = true, Error = outcome.Error.Code() };
        }
        (exchange.Grant, exchange.Successor) = (outcome.Grant, outcome.Successor);
        return new TokenValidationResult { IsError = false, Client = client, RefreshToken = await DescribeAsync(outcome.Grant, client, request.Scopes) };
    }

    public Task<string> UpdateRefreshTokenAsync(RefreshTokenUpdateRequest request)
    {
        metrics.Issued("refresh_token", TokenRequest.Refresh);
        return Task.FromResult(exchange.Successor!);
    }

    private async Task<RefreshToken> DescribeAsync(Grant grant, EngineClient client, IReadOnlyList<string>? scopes)
    {
        var session = await sessions.FindAsync(grant.Sid, CancellationToken.None);
        return new RefreshToken
        {
            CreationTime = time.GetUtcNow().UtcDateTime,
            Lifetime = client.SlidingRefreshTokenLifetime,
            ClientId = grant.ClientId,
            SessionId = grant.Sid,
            Subject = SessionPrincipal.Of(grant.Sub, grant.Sid, grant.AuthTime, session?.Amr ?? ""),
            AuthorizedScopes = scopes ?? Scopes.Split(grant.Scope),
        };
    }
}
