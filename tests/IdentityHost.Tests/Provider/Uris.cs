namespace IdentityHost.Tests.Provider;

internal static class Uris
{
    public static Dictionary<string, string> Query(string uri)
    {
        var start = uri.IndexOf('?', StringComparison.Ordinal);
        return start < 0
            ? []
            : uri[(start + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
                .ToDictionary(pair => Uri.UnescapeDataString(pair[0]), pair => Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? ""));
    }

    public static string Of(string path, IEnumerable<KeyValuePair<string, string?>> parameters)
        => path + "?" + string.Join('&', parameters.Where(pair => pair.Value is not null)
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value!)}"));
}
