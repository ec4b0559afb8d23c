using System.Globalization;
using Demo.Apps;

namespace Demo.Stage;

/// <summary>
/// What the applications' pages report, by the one clock of the browser's machine: somebody clicked on "sign out", and a page had changed because its
/// session ended. Between the two lies everything that a person waits for.
/// </summary>
internal sealed class PageTimes(Federation federation, TimeLine timeLine)
{
    public const string Path = "/page-times";
    private const int MaxLength = 40;

    private readonly Lock _lock = new();
    private DateTimeOffset? _clicked;

    public async Task<IResult> TakeAsync(HttpContext http)
    {
        // A browser states the origin truthfully; another site's page is not one of ours.
        var origin = http.Request.Headers.Origin.ToString();
        if (federation.Apps.FirstOrDefault(app => Addresses.Text(app.Address) == origin) is not { } app)
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        http.Response.Headers.AccessControlAllowOrigin = origin;
        http.Response.Headers.Vary = "Origin";
        var body = new char[MaxLength];
        using var reader = new StreamReader(http.Request.Body);
        var words = new string(body, 0, await reader.ReadBlockAsync(body, http.RequestAborted)).Split(' ');
        if (words is not [var what and ("clicked" or "changed"), var number] || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            || at > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            return Results.BadRequest();
        // The browser app is served by the API.
        timeLine.Add(Note(app.Project == "ResourceApi" ? "BrowserApp" : app.Name, what == "clicked", DateTimeOffset.FromUnixTimeMilliseconds(at)));
        return Results.NoContent();
    }

    private Entry Note(string app, bool isClick, DateTimeOffset at)
    {
        lock (_lock)
        {
            if (isClick)
                _clicked = at;
            return isClick
                ? new(at, app, EntryKind.Clicked, "somebody clicked on sign out")
                : new(at, app, EntryKind.Changed, "an open tab changed", _clicked <= at ? (long)(at - _clicked.Value).TotalMilliseconds : null);
        }
    }
}
