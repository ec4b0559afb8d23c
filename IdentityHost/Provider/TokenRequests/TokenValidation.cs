namespace IdentityHost.Provider.TokenRequests;

/// <summary>A request, or why it is none.</summary>
internal readonly record struct TokenValidation(TokenRequest? Request, TokenError Error)
{
    public static implicit operator TokenValidation(TokenError error) => new(null, error);

    public static implicit operator TokenValidation(TokenRequest request) => new(request, TokenError.None);
}
