namespace IdentityHost.Configuration;

/// <summary>What a logout token for one session names. Some relying parties end every session of a person as soon as they see <c>sub</c>.</summary>
public enum LogoutTokenSubject
{
    SidAndSub,
    SidOnly,
    SubOnly,
}
