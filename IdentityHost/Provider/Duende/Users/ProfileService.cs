using System.Security.Claims;

using Duende.IdentityServer.Extensions;
using Duende.IdentityServer.Models;
using Duende.IdentityServer.Services;

using IdentityHost.Users;

namespace IdentityHost.Provider.Duende.Users;

/// <summary>People as they are at this moment.</summary>
internal sealed class ProfileService(IUsers users) : IProfileService
{
    public async Task GetProfileDataAsync(ProfileDataRequestContext context)
    {
        if (await users.FindAsync(context.Subject.GetSubjectId(), CancellationToken.None) is { Disabled: false } user)
            context.AddRequestedClaims(Claims(user));
    }

    public async Task IsActiveAsync(IsActiveContext context)
        => context.IsActive = await users.FindAsync(context.Subject.GetSubjectId(), CancellationToken.None) is { Disabled: false };

    private static IEnumerable<Claim> Claims(UserAccount user)
    {
        yield return new Claim("preferred_username", user.Username);
        if (user.Name is not null)
            yield return new Claim("name", user.Name);
        if (user.Email is not null)
            yield return new Claim("email", user.Email);
        foreach (var role in user.Roles)
            yield return new Claim("role", role);
    }
}
