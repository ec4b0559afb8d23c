namespace IdentityHost.Configuration;

/// <summary>One protected API, bound from <c>ApiResources:N</c>.</summary>
public sealed class ApiResource
{
    /// <summary>The API's identifier: the <c>aud</c> of its access tokens, and its user name at the introspection endpoint.</summary>
    public string Name { get; set; } = "";

    public string? DisplayName { get; set; }

    public IList<string> ApiSecrets { get; set; } = [];

    /// <summary>The scopes that stand for this API.</summary>
    public IList<string> Scopes { get; set; } = [];

    /// <summary>Claims of the person that its access tokens carry, for example <c>role</c>.</summary>
    public IList<string> UserClaims { get; set; } = [];
}
