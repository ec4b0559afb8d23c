namespace Clients.Web;

/// <summary>What the pages say about the application.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Stopwatch">Where the demo's start page takes the times of clicks and changes (Demo:Stopwatch); null outside the demo.</param>
public sealed record ClientApp(string Name, string? Stopwatch);
