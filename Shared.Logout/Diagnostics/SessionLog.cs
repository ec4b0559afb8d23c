using Microsoft.Extensions.Logging;

namespace Shared.Logout.Diagnostics;

/// <summary>What sessions log: ids 100 to 199. Sessions and people are named by nothing but the first characters of a hashed key.</summary>
internal static partial class SessionLog
{
    [LoggerMessage(100, LogLevel.Information, "Rejected a signed-out session of scheme {Scheme} ({Session}).", EventName = "SessionRejected")]
    public static partial void SessionRejected(this ILogger logger, string scheme, string session);

    [LoggerMessage(101, LogLevel.Debug, "Nobody can tell whether a session of scheme {Scheme} was signed out; outage policy {Policy} applies.", EventName = "SessionUnknown")]
    public static partial void SessionUnknown(this ILogger logger, string scheme, OutagePolicy policy);

    [LoggerMessage(102, LogLevel.Warning, "A sign-in to scheme {Scheme} was for a session that is already signed out ({Session}); its cookie is dead.", EventName = "SignInOfEndedSession")]
    public static partial void SignInOfEndedSession(this ILogger logger, string scheme, string session);

    [LoggerMessage(103, LogLevel.Warning, "A ticket of scheme {Scheme} was to live longer than {Longest}, the time for which a logout is remembered, and was shortened to that. Raise BackChannelLogout:RevocationLifetime. Said once.", EventName = "TicketShortened")]
    public static partial void TicketShortened(this ILogger logger, string scheme, TimeSpan longest);

    [LoggerMessage(104, LogLevel.Warning, "A ticket of scheme {Scheme} carries no sid, so only a logout of the whole person ends it. Keep the sid claim, or set SaveTokens on the sign-in handler. Said once.", EventName = "TicketWithoutSessionId")]
    public static partial void TicketWithoutSessionId(this ILogger logger, string scheme);

    [LoggerMessage(105, LogLevel.Information, "The application signed out a {What} of registration '{Registration}' ({Key}). Reason: {Reason}.", EventName = "RevokedByApplication")]
    public static partial void RevokedByApplication(this ILogger logger, string what, string registration, string key, string reason);

    [LoggerMessage(106, LogLevel.Error, "The store did not take a sign-out by the application, registration '{Registration}'. This instance has applied it; others may not know.", EventName = "RevocationNotRecorded")]
    public static partial void RevocationNotRecorded(this ILogger logger, RevocationStoreException exception, string registration);

    [LoggerMessage(107, LogLevel.Debug, "Revoked the {Kind} of an ended session at the provider, registration '{Registration}'.", EventName = "TokenRevoked")]
    public static partial void TokenRevoked(this ILogger logger, string kind, string registration);

    [LoggerMessage(108, LogLevel.Warning, "The {Kind} of an ended session was not revoked at the provider, registration '{Registration}': {Outcome}. The session itself is over.", EventName = "TokenNotRevoked")]
    public static partial void TokenNotRevoked(this ILogger logger, Exception? exception, string kind, string registration, string outcome);

    [LoggerMessage(109, LogLevel.Warning, "Too many tokens of ended sessions wait to be revoked at the provider; some are left to expire.", EventName = "TokenRevocationDropped")]
    public static partial void TokenRevocationDropped(this ILogger logger);

    [LoggerMessage(120, LogLevel.Warning, "Doctor: the provider at {Address} does not announce back-channel logout (backchannel_logout_supported). It may never send a logout token.", EventName = "DoctorProviderSilent")]
    public static partial void DoctorProviderSilent(this ILogger logger, string address);

    [LoggerMessage(121, LogLevel.Warning, "Doctor: the clock of the provider at {Address} differs from this one by {Difference}, more than ClockSkew ({Skew}). Logout tokens will be refused, or late sign-ins signed out. Set the clocks.", EventName = "DoctorClockDiffers")]
    public static partial void DoctorClockDiffers(this ILogger logger, string address, TimeSpan difference, TimeSpan skew);

    [LoggerMessage(122, LogLevel.Warning, "Doctor: no endpoint takes logout tokens. Call MapBackChannelLogout, and register its address at the provider.", EventName = "DoctorNoEndpoint")]
    public static partial void DoctorNoEndpoint(this ILogger logger);

    [LoggerMessage(123, LogLevel.Warning, "Doctor: the endpoint {Route} requires authorization, so the provider's logout tokens will not reach it. Remove RequireAuthorization from it, or from its group.", EventName = "DoctorEndpointProtected")]
    public static partial void DoctorEndpointProtected(this ILogger logger, string route);

    [LoggerMessage(124, LogLevel.Warning, "Doctor: the provider at {Address} could not be asked at start: no logout token can be checked until it can.", EventName = "DoctorProviderUnreachable")]
    public static partial void DoctorProviderUnreachable(this ILogger logger, string address);

    [LoggerMessage(125, LogLevel.Debug, "The start-up examination is complete.", EventName = "DoctorDone")]
    public static partial void DoctorDone(this ILogger logger);
}
