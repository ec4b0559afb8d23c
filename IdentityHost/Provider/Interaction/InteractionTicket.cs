namespace IdentityHost.Provider.Interaction;

/// <summary>What the engine notes on an authorization request that it sends through the sign-in page.</summary>
/// <param name="AskedAt">Unix milliseconds. A sign-in since then is an answer to this request; that is what ends <c>prompt=login</c>.</param>
/// <param name="Request">Hash of the request, so that a note cannot be moved to another one.</param>
/// <param name="Declined">The person does not want to sign in.</param>
internal sealed record InteractionTicket(long AskedAt, string Request, bool Declined);
