using IdentityHost.Data;

namespace IdentityHost.Users;

/// <summary>Our <c>sub</c> of a person who signs in at the upstream provider.</summary>
internal static class ExternalSubject
{
    /// <summary>Ours, stable, and never a person of another issuer: the length keeps two pairs from making one name.</summary>
    public static string Of(string issuer, string sub) => "x-" + Secret.Hash($"{issuer.Length}:{issuer}{sub}");
}
