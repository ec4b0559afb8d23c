namespace IdentityHost.Provider.Http;

/// <summary>Adds to an address without touching what is there.</summary>
internal static class RedirectUris
{
    public static string Append(string uri, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var query = string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
        var separator = !uri.Contains('?', StringComparison.Ordinal) ? "?" : uri[^1] is '?' or '&' ? "" : "&";
        return query.Length == 0 ? uri : uri + separator + query;
    }
}
