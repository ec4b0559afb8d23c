namespace IdentityHost.Accounts.Admin;

/// <summary>An app with deliveries that it has not acknowledged.</summary>
internal sealed record TroubledApp(string ClientId, int Pending, int Dead, DateTimeOffset Since, int? LastStatus, string? LastError);
