using IdentityHost.Delivery;

namespace IdentityHost.Accounts.Admin;

/// <summary>Rows of the ledger, as the partial view shows them.</summary>
internal sealed record DeliveryTable(IReadOnlyList<DeliveryRecord> Rows, Names Names, bool ShowPerson = true);
