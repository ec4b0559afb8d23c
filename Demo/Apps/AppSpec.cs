namespace Demo.Apps;

/// <summary>One process of the demo: what to start, where it answers, what it is told by environment variables.</summary>
/// <param name="Name">The name shown to people, unique in the demo.</param>
/// <param name="Project">The folder and assembly name.</param>
/// <param name="ReadyPath">The application runs when this path answers with anything but a server error.</param>
internal sealed record AppSpec(
    string Name, string Project, Uri Address, string ReadyPath, IReadOnlyDictionary<string, string> Environment);
