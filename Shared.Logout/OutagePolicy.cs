namespace Shared.Logout;

/// <summary>What a signed-in request gets when nobody can tell whether its session was ended.</summary>
public enum OutagePolicy
{
    /// <summary>503 with <c>Retry-After</c>; the cookie is kept, and works again when the store does.</summary>
    Refuse,

    /// <summary>The request is served. A session that was signed out during the outage stays usable until the store is back.</summary>
    Allow,
}
