namespace IdentityHost.Accounts.SignOut;

/// <summary>What the signed-out page says, now.</summary>
/// <param name="Apps">Each app once.</param>
internal sealed record SignOutReport(IReadOnlyList<AppReport> Apps)
{
    /// <summary>Nothing will change any more.</summary>
    public bool Done => Apps.All(app => app.State != AppState.Waiting);

    /// <summary>An app was not told and will not be: the person has to do something.</summary>
    public bool Lost => Apps.Any(app => app.State is AppState.Failed or AppState.CannotBeTold);

    /// <summary>The same in sentences.</summary>
    public string Summary
    {
        get
        {
            if (Apps.Count == 0)
                return "No app had to be told.";
            List<string> sentences = [];
            if (Names(AppState.SignedOut) is { Count: > 0 } done)
                sentences.Add($"Signed out of {Show.List(done)}.");
            if (Names(AppState.AskedInBrowser) is { Count: > 0 } asked)
                sentences.Add($"{Show.List(asked)} {(asked.Count == 1 ? "was" : "were")} asked through this browser.");
            if (Names(AppState.Waiting) is { Count: > 0 } waiting)
                sentences.Add($"{Show.List(waiting)} {(waiting.Count == 1 ? "has" : "have")} not answered yet; we keep trying.");
            if ((List<string>)[.. Names(AppState.Failed), .. Names(AppState.CannotBeTold)] is { Count: > 0 } lost)
                sentences.Add($"{Show.List(lost)} could not be told: sign out there yourself.");
            return string.Join(' ', sentences);
        }
    }

    private List<string> Names(AppState state) => [.. Apps.Where(app => app.State == state).Select(app => app.Name)];
}
