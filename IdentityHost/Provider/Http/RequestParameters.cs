using System.Diagnostics.CodeAnalysis;

namespace IdentityHost.Provider.Http;

/// <summary>
/// The parameters of one request: names compared by case, each at most once. The framework's own collections ignore case and merge repetitions,
/// which would let two parsers see two different requests.
/// </summary>
internal sealed class RequestParameters(IReadOnlyDictionary<string, string> values)
{
    /// <summary>The value; null when absent or empty, which RFC 6749 section 3.1 makes the same.</summary>
    public string? this[string name] => values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public IEnumerable<KeyValuePair<string, string>> All => values;

    public bool Has(string name, [NotNullWhen(true)] out string? value) => (value = this[name]) is not null;

    /// <summary>As a query, without <paramref name="except"/>.</summary>
    public string ToQuery(string? except = null)
        => string.Join('&', values.Where(pair => pair.Key != except && pair.Value.Length > 0)
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
}
