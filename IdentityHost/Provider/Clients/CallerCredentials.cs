using System.Net.Http.Headers;
using System.Text;

using IdentityHost.Provider.Http;

namespace IdentityHost.Provider.Clients;

/// <summary>Who a caller says it is, and its proof if it brought one (RFC 6749 section 2.3).</summary>
internal readonly record struct CallerCredentials(string? Id, string? Secret, CallerError Error)
{
    public static CallerCredentials Read(HttpRequest request, RequestParameters parameters)
    {
        var posted = parameters["client_id"];
        var secret = parameters["client_secret"];
        if (request.Headers.Authorization.Count == 0)
            return new(posted, secret, posted is null ? CallerError.NoCredentials : CallerError.None);
        if (secret is not null)
            return new(null, null, CallerError.TwoMethods);
        if (request.Headers.Authorization is not [{ } header] || !TryReadBasic(header, out var id, out secret))
            return new(null, null, CallerError.MalformedHeader);
        if (posted is not null && posted != id)
            return new(null, null, CallerError.ClientIdMismatch);
        return new(id, secret, CallerError.None);
    }

    private static bool TryReadBasic(string header, out string? id, out string? secret)
    {
        (id, secret) = (null, null);
        if (!AuthenticationHeaderValue.TryParse(header, out var value) || !"Basic".Equals(value.Scheme, StringComparison.OrdinalIgnoreCase))
            return false;
        var bytes = new byte[value.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(value.Parameter ?? "", bytes, out var length))
            return false;
        var pair = bytes.AsSpan(0, length);
        var colon = pair.IndexOf((byte)':');
        if (colon <= 0)
            return false;
        // Section 2.3.1: both halves are form-encoded first. Libraries that forget it send text that has no escapes, which decodes to itself.
        id = UrlEncoded.Decode(pair[..colon]) ?? Encoding.UTF8.GetString(pair[..colon]);
        secret = UrlEncoded.Decode(pair[(colon + 1)..]) ?? Encoding.UTF8.GetString(pair[(colon + 1)..]);
        if (secret.Length == 0)
            secret = null;
        return true;
    }
}
