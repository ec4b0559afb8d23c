namespace IdentityHost.Provider;

/// <summary>An error that cannot be sent to the client, so that a person must see it.</summary>
public sealed record ErrorContext(string Error, string Description, string? ClientName, string RequestId);
