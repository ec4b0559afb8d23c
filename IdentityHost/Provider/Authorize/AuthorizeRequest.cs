using IdentityHost.Configuration;
using IdentityHost.Provider.Http;

namespace IdentityHost.Provider.Authorize;

/// <summary>A valid authorization request.</summary>
internal sealed record AuthorizeRequest(Client Client, AuthorizeTarget Target, RequestParameters Parameters)
{
    public required IReadOnlyList<string> Scopes { get; init; }

    public required IReadOnlySet<string> Prompts { get; init; }

    public string? CodeChallenge { get; init; }

    public string? Nonce { get; init; }

    public TimeSpan? MaxAge { get; init; }

    public string? LoginHint { get; init; }

    /// <summary>The person that a valid <c>id_token_hint</c> names.</summary>
    public string? HintSub { get; init; }
}
