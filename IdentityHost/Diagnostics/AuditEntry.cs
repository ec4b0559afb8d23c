namespace IdentityHost.Diagnostics;

/// <summary>Who did what to whom. Never a password, a token or a handle.</summary>
/// <param name="Actor">A sub, a client id, or <c>system</c>.</param>
/// <param name="Action">Dotted, for example <c>session.ended</c>.</param>
/// <param name="Target">A sid, sub or client id.</param>
/// <param name="Detail">A short sentence.</param>
internal sealed record AuditEntry(string Actor, string Action, string? Target, string? Detail)
{
    /// <summary>A number in a <see cref="Detail"/>: <c>1 session</c>, <c>2000 sessions</c>; without separators, because programs read it too.</summary>
    public static string Count(int number, string one, string many) => $"{number} {(number == 1 ? one : many)}";
}
