namespace Demo.Stage;

/// <summary>Takes the applications' lines apart: news for the page, sentences for the terminal.</summary>
internal sealed class LogReader(TimeLine timeLine)
{
    /// <summary>What the terminal shows of the line; null for nothing.</summary>
    public string? Read(string app, string text)
    {
        if (LogLine.Parse(text) is not { } line)
            return text;
        if (LogEvents.Read(app, line) is { } entry)
            timeLine.Add(entry);
        return line.IsForPeople ? line.ToString() : null;
    }
}
