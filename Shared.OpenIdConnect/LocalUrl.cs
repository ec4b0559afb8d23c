namespace Shared.OpenIdConnect;

/// <summary>Tells addresses inside the application from those outside.</summary>
internal static class LocalUrl
{
    /// <summary>True for a path of this host. <c>//host</c> and <c>/\host</c> are other hosts to a browser, and control characters are skipped by it.</summary>
    public static bool IsLocal(string? url)
        => url is ['/', ..] && !(url.Length > 1 && url[1] is '/' or '\\') && !url.Any(char.IsControl);
}
