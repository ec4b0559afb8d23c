namespace ResourceApi.Authentication;

/// <summary>Kinds of access tokens.</summary>
[Flags]
public enum AccessTokenKinds
{
    None = 0,

    /// <summary>Checked here, with the provider's public keys and the replica of revocations; the provider is never asked.</summary>
    Jwt = 1,

    /// <summary>Checked by introspection, with a bounded cache.</summary>
    Reference = 2,
}
