using Demo.Apps;

namespace Demo.Terminal;

/// <summary>What a person reads when everything runs.</summary>
internal static class Welcome
{
    public static void Print(Screen screen, Federation federation)
    {
        var width = federation.Apps.Max(app => app.Name.Length);
        screen.Say("");
        screen.Say($"Everything runs. Start at {Addresses.Text(federation.Addresses.StartPage)}");
        screen.Say("");
        foreach (var app in federation.Apps)
            screen.Say($"  {app.Name.PadRight(width)}  {Addresses.Text(app.Address)}");
        screen.Say("");
        screen.Say("Sign in as alice (password alice) or bob (password bob).");
        screen.Say("Try: sign in at ClientA, open ClientB, sign out at ClientA, click anything at ClientB.");
        screen.Say("Ctrl-C stops everything.");
        screen.Say("");
    }
}
