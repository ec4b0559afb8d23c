using System.Text.Json.Serialization;

using IdentityHost.Delivery;

namespace IdentityHost.Api;

/// <summary>A delivery, as the API shows it.</summary>
internal sealed record DeliveryView(
    string Id, string BatchId, string ClientId, string? Sid, string Sub, string Reason, string? InitiatedBy, DateTimeOffset EndedAt,
    [property: JsonConverter(typeof(LowerCaseStateConverter))] DeliveryState State,
    int Attempts, DateTimeOffset? NextAttemptAt, DateTimeOffset? AcknowledgedAt, int? LastStatus, string? LastError, long? LastLatencyMilliseconds)
{
    public static DeliveryView Of(DeliveryRecord row) => new(
        row.Id, row.BatchId, row.ClientId, row.Sid, row.Sub, row.Reason, row.InitiatedBy, row.EndedAt, row.State, row.Attempts, row.NextAttemptAt, row.AcknowledgedAt,
        row.LastStatus, row.LastError, row.LastLatencyMilliseconds);
}
