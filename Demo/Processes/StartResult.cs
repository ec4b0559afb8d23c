namespace Demo.Processes;

/// <summary>How an application's start ended.</summary>
internal enum StartResult
{
    Answers,
    Exited,
    TooSlow,
}
