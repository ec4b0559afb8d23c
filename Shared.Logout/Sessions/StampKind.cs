namespace Shared.Logout.Sessions;

/// <summary>What a stamp says about its ticket. The numbers travel inside cookies.</summary>
internal enum StampKind : byte
{
    /// <summary>A session of a registered provider, with its keys.</summary>
    Keyed = 0,

    /// <summary>A session whose start is known; the provider's issuer was not, so the keys are made when it is checked.</summary>
    StartOnly = 1,

    /// <summary>Not a session of a registered provider, such as a local account: no logout token can mean it.</summary>
    Foreign = 2,

    /// <summary>Signed out before its cookie was issued: it never lives.</summary>
    Stillborn = 3,
}
