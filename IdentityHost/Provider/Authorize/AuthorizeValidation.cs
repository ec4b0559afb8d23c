using System.Diagnostics.CodeAnalysis;

namespace IdentityHost.Provider.Authorize;

/// <summary>A valid request; or a reason, and the target that may hear it.</summary>
internal sealed record AuthorizeValidation(AuthorizeRequest? Request, AuthorizeError Error, AuthorizeTarget? Target = null, string? ClientId = null)
{
    [MemberNotNullWhen(true, nameof(Request))]
    public bool Succeeded => Request is not null;

    public static implicit operator AuthorizeValidation(AuthorizeRequest request) => new(request, AuthorizeError.None, request.Target, request.Client.ClientId);
}
