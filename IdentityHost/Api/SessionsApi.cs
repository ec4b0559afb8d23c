using IdentityHost.Accounts;
using IdentityHost.EndSession;
using IdentityHost.Sessions;
using IdentityHost.Users;

namespace IdentityHost.Api;

/// <summary>Live sessions: list, end one, end all of a person.</summary>
internal static class SessionsApi
{
    public static async Task<IResult> ListAsync(
        HttpRequest request, ISessions sessions, CancellationToken cancellationToken, string? search = null, int skip = 0, int take = ApiInput.DefaultTake)
    {
        if (ApiInput.BadPaging(skip, take) is { } bad)
            return bad;
        var rows = await sessions.SearchAsync(UserInput.Search(search), skip, take + 1, cancellationToken);
        var clients = await sessions.ParticipantsAsync([.. rows.Select(row => row.Sid)], cancellationToken);
        return Results.Ok(ApiPage<SessionView>.Of(request, [.. rows.Select(row => SessionView.Of(row, clients[row.Sid]))], skip, take));
    }

    public static async Task<IResult> EndAsync(string sid, HttpContext http, ISessions sessions, IEndSession door)
    {
        if (!ApiInput.IsPlausible(sid) || await sessions.FindAsync(sid, CancellationToken.None) is null)
            return ApiInput.NotFound("session");
        var ended = await door.EndAsync(new EndSessionRequest(EndReason.Admin) { Sid = sid, Actor = ApiCaller.Of(http) }, CancellationToken.None);
        return ended.EndedSids.Count == 0 ? Results.NoContent() : EndedView.Accepted(ended);    // ended before: deleting twice is no error
    }

    public static async Task<IResult> SignOutAsync(string sub, HttpContext http, IUsers users, IEndSession door)
    {
        if (!ApiInput.IsPlausible(sub) || await users.FindAsync(sub, CancellationToken.None) is null)
            return ApiInput.NotFound("user");
        return EndedView.Accepted(await door.EndAsync(new EndSessionRequest(EndReason.Admin) { Sub = sub, Actor = ApiCaller.Of(http) }, CancellationToken.None));
    }
}
