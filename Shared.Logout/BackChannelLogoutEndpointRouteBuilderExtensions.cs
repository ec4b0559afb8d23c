using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpLogging;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shared.Logout.Configuration;
using Shared.Logout.Http;
using Shared.Logout.Live;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoint to which providers post logout tokens, and what open pages and long requests need to hear of a sign-out.</summary>
public static class BackChannelLogoutEndpointRouteBuilderExtensions
{
    private static readonly string[] s_methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>
    /// Maps the address to register at the provider as <c>backchannel_logout_uri</c>. It takes tokens for every
    /// <c>AddBackChannelLogout</c> registration, and is open to anonymous callers whatever the application's fallback policy says.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route. Default: <c>/backchannel-logout</c>.</param>
    /// <exception cref="InvalidOperationException"><c>AddBackChannelLogout</c> was not called.</exception>
    public static IEndpointConventionBuilder MapBackChannelLogout(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/backchannel-logout")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return Map(endpoints, pattern, Registrations(endpoints).All);
    }

    /// <summary>Maps an address that takes tokens for one registration only.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="registration">The name that was given to <c>AddBackChannelLogout</c>.</param>
    /// <exception cref="InvalidOperationException">There is no such registration.</exception>
    public static IEndpointConventionBuilder MapBackChannelLogout(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, string registration)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var registrations = Registrations(endpoints);
        var one = registrations.Find(registration) ?? throw new InvalidOperationException(
            $"MapBackChannelLogout(\"{pattern}\", \"{registration}\") names a registration that does not exist, so the endpoint would refuse every " +
            $"logout. Use one of the names given to AddBackChannelLogout: {string.Join(", ", registrations.All.Select(r => $"\"{r.Name}\""))}.");
        return Map(endpoints, pattern, [one]);
    }

    /// <summary>
    /// Maps a stream of server-sent events that tells the pages of one session, and no others, that it was signed out; and beside it, under the same
    /// name with <c>.js</c>, a script that shows it: <c>&lt;script src="/session-events.js" defer&gt;&lt;/script&gt;</c>. Listening does not keep a
    /// sliding session alive.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route. Default: <c>/session-events</c>.</param>
    /// <exception cref="InvalidOperationException"><c>AddBackChannelLogout</c> was not called.</exception>
    public static IEndpointConventionBuilder MapSessionEvents(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/session-events")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var endpoint = endpoints.ServiceProvider.GetService<SessionEventsEndpoint>() ?? throw new InvalidOperationException(
            "MapSessionEvents finds no session to watch. Call AddBackChannelLogout on the authentication builder first.");
        endpoints.MapGet($"{pattern}.js", SessionEventsScript.Get).AllowAnonymous().ExcludeFromDescription();
        // Anonymous, because it answers by itself: a redirect to a sign-in page would be no answer for a script.
        return endpoints.MapMethods(pattern, s_methods, endpoint.HandleAsync)
            .WithDisplayName("Session events")
            .AllowAnonymous()
            .DisableRequestTimeout()
            .WithMetadata(NoActivity.Instance)
            .WithMetadata(new ExcludeFromDescriptionAttribute());
    }

    /// <summary>Aborts requests to this endpoint when their session is signed out: long downloads stop in the middle.</summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="builder">The endpoint, or a group of them.</param>
    public static TBuilder EndWithSession<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            if (endpoint.RequestDelegate is not { } inner)
                return;
            endpoint.RequestDelegate = async http =>
            {
                using var end = http.SessionEnded().UnsafeRegister(static it => ((HttpContext)it!).Abort(), http);
                await inner(http);
            };
        });
        return builder;
    }

    private static ILogoutRegistrations Registrations(IEndpointRouteBuilder endpoints)
        => endpoints.ServiceProvider.GetService<ILogoutRegistrations>() ?? throw new InvalidOperationException(
            "MapBackChannelLogout finds no registration, so it could accept no logout. " +
            "Call AddBackChannelLogout on the authentication builder first.");

    private static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, string pattern, IReadOnlyList<LogoutRegistration> registrations)
    {
        var endpoint = endpoints.ServiceProvider.GetRequiredService<LogoutEndpoint>();
        // Every method: the framework's own 405 could be cached.
        return endpoints.Map(pattern, http => endpoint.HandleAsync(http, registrations))
            .WithDisplayName("Back-channel logout")
            // The provider has no cookie here, and no form of ours.
            .AllowAnonymous()
            .DisableAntiforgery()
            // A limiter that counts people's requests would hold back a provider that signs many people out. This endpoint has its own.
            .DisableRateLimiting()
            // A provider is no page: whatever the application opens to other origins, this is not for them.
            .WithMetadata(new ClosedToOrigins.Mark())
            .WithMetadata(new OutputCaching.OutputCacheAttribute { NoStore = true })
            // A log of bodies would be a log of tokens.
            .WithHttpLogging(HttpLoggingFields.None)
            .WithMetadata(new ExcludeFromDescriptionAttribute());
    }
}
