using Shared.Logout.Configuration;

namespace Shared.Logout.Sessions;

/// <summary>Tokens of an ended session that wait to be revoked at the provider.</summary>
internal sealed record HeldTokens(LogoutRegistration Registration, string? RefreshToken, string? AccessToken)
{
    // Never in a log by accident.
    public override string ToString() => $"{nameof(HeldTokens)} of '{Registration.Name}'";
}
