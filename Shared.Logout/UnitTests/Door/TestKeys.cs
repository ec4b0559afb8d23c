using Shared.Logout.Testing;

namespace Shared.Logout.UnitTests.Door;

/// <summary>
/// Two RSA key pairs for all tests, each time under a <c>kid</c> of its own: making one takes longer than most tests do. Nobody disposes of them.
/// </summary>
internal static class TestKeys
{
    private static readonly FakeSigningKey s_first = FakeSigningKey.Rsa();
    private static readonly FakeSigningKey s_second = FakeSigningKey.Rsa();

    /// <summary>The one that providers sign with unless a test says otherwise.</summary>
    public static FakeSigningKey First(string algorithm = "RS256") => s_first.As(Guid.NewGuid().ToString("N"), algorithm);

    /// <summary>Another one.</summary>
    public static FakeSigningKey Second() => s_second.As(Guid.NewGuid().ToString("N"));
}
