namespace IdentityHost.Accounts.SignOut;

/// <summary>
/// What a browser keeps after a sign-out, so that it can ask how the notification of the apps goes. It is protected: nobody can make one up,
/// and whoever has one sees the names of apps and nothing else.
/// </summary>
/// <param name="BatchId">The deliveries.</param>
/// <param name="Sid">The session, when it was one; its apps that get no delivery are listed, too.</param>
/// <param name="Kind">What was signed out.</param>
/// <param name="At">When.</param>
internal sealed record SignOutReceipt(string BatchId, string? Sid, SignOutKind Kind, DateTimeOffset At);
