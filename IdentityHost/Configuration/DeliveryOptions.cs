namespace IdentityHost.Configuration;

/// <summary>How logout tokens are delivered, bound from <c>Delivery</c>.</summary>
public sealed class DeliveryOptions
{
    /// <summary>Per attempt. Default: 5 seconds.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Attempts under way at once, over all clients. Default: 64.</summary>
    public int MaxConcurrency { get; set; } = 64;

    /// <summary>Attempts under way at once to one client. Default: 8.</summary>
    public int MaxConcurrencyPerClient { get; set; } = 8;

    /// <summary>The safety net beside the in-process wake-up. Default: 5 seconds.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Networks and hosts that logout URIs may resolve to although they are loopback, private or link-local: CIDR, address or host name.
    /// Default: loopback in Development, nothing elsewhere.
    /// </summary>
    public IList<string> AllowedPrivateTargets { get; set; } = [];
}
