namespace Demo.Stage;

/// <summary>How one process of the demo is.</summary>
internal enum AppState
{
    Starting,
    Running,
    Stopped,
    Hung,
}
