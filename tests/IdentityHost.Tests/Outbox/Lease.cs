using IdentityHost.Delivery;
using IdentityHost.Tests.Core;

namespace IdentityHost.Tests.Outbox;

/// <summary>A delivery as the worker holds it, for tests that complete it themselves.</summary>
internal static class Lease
{
    public static LeasedDelivery Of(string id, string batchId, string clientId, DateTimeOffset now) => new()
    {
        Id = id,
        BatchId = batchId,
        ClientId = clientId,
        Issuer = CoreSettings.Issuer,
        Sub = "u",
        Reason = "admin",
        EndedAt = now,
        Attempts = 0,
        GiveUpAt = now.AddDays(1),
    };
}
