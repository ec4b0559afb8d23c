namespace IdentityHost.Delivery;

public enum DeliveryState
{
    Pending,
    Delivered,
    Dead,
}
