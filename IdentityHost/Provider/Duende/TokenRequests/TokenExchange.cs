using IdentityHost.Provider.Authorize;
using IdentityHost.Provider.TokenRequests;
using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.Duende.TokenRequests;

/// <summary>What the parts that we give to IdentityServer know of the one request that they all serve; its own interfaces have no place for it.</summary>
internal sealed class TokenExchange
{
    /// <summary>The admitted request at the authorize endpoint.</summary>
    public AuthorizeRequest? Authorization { get; set; }

    /// <summary>The admitted request at the token endpoint. Null: nobody has proved anything.</summary>
    public TokenRequest? Request { get; set; }

    /// <summary>The row that the tokens of this answer belong to.</summary>
    public Grant? Grant { get; set; }

    /// <summary>The refresh token that takes the place of the one that came.</summary>
    public string? Successor { get; set; }

    /// <summary>Why a store refused. IdentityServer hears only that there is nothing.</summary>
    public TokenError Refusal { get; set; }
}
