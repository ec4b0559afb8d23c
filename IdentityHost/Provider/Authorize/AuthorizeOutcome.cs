namespace IdentityHost.Provider.Authorize;

/// <summary>What a valid request leads to: a code, the sign-in page, or an error for the client.</summary>
internal readonly record struct AuthorizeOutcome(bool NeedsSignIn, AuthorizeError Error)
{
    /// <summary>The browser's session answers the request.</summary>
    public static readonly AuthorizeOutcome Issue = new(false, AuthorizeError.None);

    /// <summary>The person has to go to the sign-in page first.</summary>
    public static readonly AuthorizeOutcome SignIn = new(true, AuthorizeError.None);

    public static implicit operator AuthorizeOutcome(AuthorizeError error) => new(false, error);
}
