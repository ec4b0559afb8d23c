namespace IdentityHost.Sessions;

/// <summary>Marks an endpoint that pages call by themselves: a tab that is left open must not keep a session alive.</summary>
internal sealed class NoActivity
{
    public static NoActivity Instance { get; } = new();
}
