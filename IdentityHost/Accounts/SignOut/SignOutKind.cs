namespace IdentityHost.Accounts.SignOut;

/// <summary>What a person signed out.</summary>
internal enum SignOutKind
{
    /// <summary>This browser.</summary>
    Here,

    /// <summary>One other browser.</summary>
    OneOther,

    /// <summary>All browsers but this one.</summary>
    Others,

    /// <summary>All browsers, this one included.</summary>
    Everywhere,
}
