using System.Globalization;

namespace Demo.Stage;

/// <summary>Which log messages are news for the page, by project and event id. Logs name no person and no session, and so does the page.</summary>
internal static class LogEvents
{
    private const string Provider = "IdentityHost.", Library = "Shared.Logout.", Cookies = "Microsoft.AspNetCore.Authentication.Cookies.";

    // A cookie that is written at another address has a renewed access token.
    private const string SignInCallback = "/signin-oidc";

    public static Entry? Read(string app, LogLine line) => (Project(line.Category), line.EventId) switch
    {
        (Provider, 1002) when line.Value("Count") != "0" => new(line.At, app, EntryKind.SessionEnded, Ended(line)),
        (Provider, 1100) => Delivery(line, EntryKind.Acknowledged, "acknowledged" + Attempt(line)),
        (Provider, 1101) => Delivery(line, EntryKind.Retry, $"{Trouble(line)}; next try in {Wait(line)}"),
        (Provider, 1102) => Delivery(line, EntryKind.Dead, "given up; it waits in the ledger"),
        (Provider, 1107) => Delivery(line, EntryKind.Sent, "logout token sent" + Attempt(line)),
        (Provider, 1211) when line.Value("ClientId") == "spa" && line.Value("GrantType") == "authorization_code"
            => new(line.At, "BrowserApp", EntryKind.SignedIn, "signed in"),
        (Provider, 1400) => new(line.At, app, EntryKind.SignedIn, "a person signed in with a password"),
        (Cookies, 10) when line.Path == SignInCallback => new(line.At, app, EntryKind.SignedIn, "signed in"),
        (Library, 1) => new(line.At, app, EntryKind.Recorded, "recorded the sign-out; its cookie is worth nothing now"),
        (Library, 2) => new(line.At, app, EntryKind.Recorded, "had recorded this sign-out before"),
        (Library, 201) => new(line.At, app, EntryKind.Store, "lost touch with its store; it serves from memory"),
        (Library, 204) => new(line.At, app, EntryKind.Store, "noticed that its store has lost entries"),
        (Library, 205) => new(line.At, app, EntryKind.Store, $"wrote back to the store what was lost: {line.Value("Count")}"),
        (Provider, 1407) or (Library, 300) => new(line.At, app, EntryKind.Told, "an open page was told"),
        _ => null,
    };

    private static string? Project(string category)
        => Array.Find([Provider, Library, Cookies], project => category.StartsWith(project, StringComparison.Ordinal));

    private static string Ended(LogLine line)
        => $"session ended: {Reason(line.Value("Reason"))}; {line.Value("Deliveries")} {(line.Value("Deliveries") == "1" ? "application" : "applications")} to tell";

    private static string Reason(string reason) => reason switch
    {
        "RpLogout" => "signed out at an application",
        "UserLogout" => "signed out at the provider",
        "Admin" => "ended by an administrator",
        "Expired" => "it expired",
        "PasswordChanged" => "the password was changed",
        "UserDisabled" => "the account was disabled",
        "AccountSwitch" => "another account signed in",
        "ClientDisabled" => "the application was disabled",
        "UpstreamLogout" => "signed out at the provider above",
        _ => reason,
    };

    private static Entry Delivery(LogLine line, EntryKind kind, string text)
        => new(line.At, Client(line.Value("Client")), kind, text, long.TryParse(line.Value("Milliseconds"), CultureInfo.InvariantCulture, out var ms) ? ms : null);

    private static string Client(string id) => id switch
    {
        "client-a" => "ClientA",
        "client-b" => "ClientB",
        "resource-api" => "ResourceApi",
        "spa" => "BrowserApp",
        _ => id,
    };

    private static string Attempt(LogLine line) => line.Value("Attempt") is "" or "1" ? "" : $" at attempt {line.Value("Attempt")}";

    private static string Trouble(LogLine line)
        => int.TryParse(line.Value("Status"), CultureInfo.InvariantCulture, out var status) ? $"answered {status}" : $"not reached ({line.Value("Error")})";

    private static string Wait(LogLine line)
        => TimeSpan.TryParse(line.Value("Wait"), CultureInfo.InvariantCulture, out var wait)
            ? string.Create(CultureInfo.InvariantCulture, $"{wait.TotalSeconds:0.0} s") : "a while";
}
