namespace IdentityHost.Accounts.SignOut;

/// <summary>One app on the signed-out page.</summary>
/// <param name="ClientId">Which.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="State">How it stands.</param>
/// <param name="Acknowledged">Sessions that it acknowledged.</param>
/// <param name="Total">Sessions that it was to be told about.</param>
internal sealed record AppReport(string ClientId, string Name, AppState State, int Acknowledged, int Total)
{
    public string Tone => State switch
    {
        AppState.SignedOut => "good",
        AppState.Waiting or AppState.AskedInBrowser => "wait",
        _ => "bad",
    };

    public string Text => State switch
    {
        AppState.SignedOut => "Signed out",
        AppState.Waiting when Total > 1 => $"{Acknowledged} of {Total} sessions signed out, we keep trying",
        AppState.Waiting => "No answer yet, we keep trying",
        AppState.AskedInBrowser => "Asked through this browser",
        AppState.CannotBeTold => "Cannot be told: sign out there yourself",
        _ => "Did not answer: sign out there yourself",
    };
}
