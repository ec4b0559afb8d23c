namespace IdentityHost.Delivery;

internal static class DeliveryStateNames
{
    public static string Name(this DeliveryState state) => state switch
    {
        DeliveryState.Pending => "pending",
        DeliveryState.Delivered => "delivered",
        DeliveryState.Dead => "dead",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A new state needs its word here."),
    };
}
