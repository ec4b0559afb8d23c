namespace IdentityHost.Sessions;

/// <summary>How a sign-in happened.</summary>
public sealed record SignInDetails(string Amr)
{
    public string? UpstreamIssuer { get; init; }

    public string? UpstreamSub { get; init; }

    public string? UpstreamSid { get; init; }

    public string? UpstreamIdToken { get; init; }
}
