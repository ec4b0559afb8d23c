namespace IdentityHost.Configuration;

/// <summary>What an address in the configuration must look like; the answer is null or a sentence that continues "X is 'Y',".</summary>
internal sealed class UriRules(bool allowHttp)
{
    /// <summary>BCL 2.2, RFC 6749 3.1.2: absolute, no fragment; https, and http only in Development or where switched on.</summary>
    public string? Fault(string value)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
            return "which is not an absolute http(s) address. Write it in full, like https://app.example.com/path.";
        if (value.Contains('#', StringComparison.Ordinal))
            return "which has a fragment; a server never sees that part. Remove everything from '#' on.";
        if (uri.UserInfo.Length > 0)
            return "which has a user name before '@'. Remove it.";
        if (uri.Scheme == Uri.UriSchemeHttp && !allowHttp)
            return "which is not https, so that anybody on the way can read or change it. Use https, or set AllowHttp to true for a private network.";
        return null;
    }

    /// <summary>A native application's redirect address may have a scheme of its own (RFC 8252 7.1).</summary>
    public string? RedirectFault(string value)
    {
        if (Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme.Contains('.', StringComparison.Ordinal))
            return value.Contains('#', StringComparison.Ordinal) ? "which has a fragment. Remove everything from '#' on." : null;
        return IsLoopback(uri) ? new UriRules(allowHttp: true).Fault(value) : Fault(value);
    }

    public static string Origin(string value) => new Uri(value).GetLeftPart(UriPartial.Authority);

    private static bool IsLoopback(Uri? uri) => uri is { IsLoopback: true };    // RFC 8252 7.3: http is right there
}
