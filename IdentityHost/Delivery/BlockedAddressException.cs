namespace IdentityHost.Delivery;

/// <summary>A logout URI leads to an address that this host must not call.</summary>
internal sealed class BlockedAddressException(string host) : IOException(
    $"'{host}' resolves to loopback, private or other special-use addresses only. Add it to Delivery:AllowedPrivateTargets if that is intended.");
