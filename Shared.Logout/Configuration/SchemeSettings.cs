using Shared.Logout.Sessions;

namespace Shared.Logout.Configuration;

/// <summary>What all registrations of one cookie scheme say together; where they differ, the stricter one counts.</summary>
internal sealed record SchemeSettings
{
    public required string Scheme { get; init; }

    public required IReadOnlyList<LogoutRegistration> Registrations { get; init; }

    public required IReadOnlyList<string> ExternalSchemes { get; init; }

    public required TimeSpan MaxStaleness { get; init; }

    public required TimeSpan LongestTicket { get; init; }

    public required OutagePolicy OutagePolicy { get; init; }

    public static SchemeSettings Create(string scheme, IReadOnlyList<LogoutRegistration> registrations) => new()
    {
        Scheme = scheme,
        Registrations = registrations,
        ExternalSchemes = [.. registrations.Select(r => r.ExternalCookieScheme).OfType<string>().Distinct(StringComparer.Ordinal)],
        MaxStaleness = registrations.Min(r => r.MaxStaleness),
        LongestTicket = registrations.Min(TicketLife.Longest),
        OutagePolicy = registrations.All(r => r.OutagePolicy is OutagePolicy.Allow) ? OutagePolicy.Allow : OutagePolicy.Refuse,
    };
}
