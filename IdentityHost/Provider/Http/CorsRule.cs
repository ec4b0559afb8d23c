namespace IdentityHost.Provider.Http;

/// <summary>Which web pages may read an endpoint's answers.</summary>
internal enum CorsRule
{
    /// <summary>None: a browser goes there, or a server calls it.</summary>
    None,

    /// <summary>Those of the clients' <c>AllowedCorsOrigins</c>.</summary>
    Clients,

    /// <summary>Everybody: the answer is public.</summary>
    Everybody,
}
