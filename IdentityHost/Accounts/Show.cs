using System.Globalization;

using IdentityHost.Delivery;

using Microsoft.AspNetCore.Html;

namespace IdentityHost.Accounts;

/// <summary>How values look on a page.</summary>
internal static class Show
{
    /// <summary>UTC for those without script; <c>app.js</c> turns it into the person's own zone.</summary>
    public static IHtmlContent Time(DateTimeOffset at)
    {
        var utc = at.UtcDateTime;
        return new HtmlString(string.Create(CultureInfo.InvariantCulture,
            $"<time datetime=\"{utc:yyyy-MM-ddTHH:mm:ssZ}\">{utc:d MMM yyyy, HH:mm} UTC</time>"));
    }

    public static IHtmlContent Time(DateTimeOffset? at) => at is { } known ? Time(known) : new HtmlString("<span class=\"muted\">-</span>");

    /// <summary>"A", "A and B", "A, B and C".</summary>
    public static string List(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "",
        1 => names[0],
        _ => $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}",
    };

    /// <summary>Enough of an identifier to compare by eye.</summary>
    public static string Short(string? id) => id is { Length: > 12 } ? id[..10] + "\u2026" : id ?? "-";

    public static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count.ToString("N0", CultureInfo.InvariantCulture)} {many}";

    public static string Reason(string? reason) => reason switch
    {
        "user_logout" => "signed out here",
        "rp_logout" => "signed out at an app",
        "admin" => "ended by an administrator",
        "expired" => "expired",
        "password_changed" => "password changed",
        "user_disabled" => "account disabled",
        "account_switch" => "another person signed in",
        "client_disabled" => "app disabled",
        "upstream_logout" => "signed out upstream",
        null => "-",
        _ => reason,
    };

    /// <summary>How a client answered, from the sender's code or the client's own.</summary>
    public static string LastAnswer(int? status, string? error) => (status, error) switch
    {
        (null, null) => "none yet",
        (null, "timeout") => "no answer in time",
        (null, "connect") => "nobody listens there",
        (null, "dns") => "host name unknown",
        (null, "tls") => "TLS failed",
        (null, "blocked_address") => "address not allowed",
        (null, "response_too_large") => "answer too large",
        (null, "protocol") => "not an HTTP answer",
        (null, _) => error,
        (_, null) => $"HTTP {status}",
        _ => $"HTTP {status}, {error}",
    };

    public static string Tone(DeliveryState state) => state switch
    {
        DeliveryState.Delivered => "good",
        DeliveryState.Pending => "wait",
        _ => "bad",
    };
}
