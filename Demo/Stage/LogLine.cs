using System.Text.Json;

namespace Demo.Stage;

/// <summary>One structured log message of an application (the console's JSON format).</summary>
internal sealed record LogLine(DateTimeOffset At, string Level, string Category, int EventId, string Message, string? Exception, JsonElement State, JsonElement Scopes)
{
    /// <summary>Null when the line is no such message, such as the runtime's own report of a crash.</summary>
    public static LogLine? Parse(string text)
    {
        if (!text.StartsWith('{'))
            return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            return new LogLine(
                root.GetProperty("Timestamp").GetDateTimeOffset(), Text(root, "LogLevel") ?? "", Text(root, nameof(Category)) ?? "",
                root.GetProperty(nameof(EventId)).GetInt32(), Text(root, nameof(Message)) ?? "", Text(root, nameof(Exception)),
                root.TryGetProperty(nameof(State), out var state) ? state.Clone() : default,
                root.TryGetProperty(nameof(Scopes), out var scopes) ? scopes.Clone() : default);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    public bool IsForPeople => Level is not ("Debug" or "Trace");

    /// <summary>The path of the request during which it was written; empty outside of one.</summary>
    public string Path => Scopes.ValueKind is JsonValueKind.Array
        ? Scopes.EnumerateArray().Where(scope => scope.ValueKind is JsonValueKind.Object).Select(scope => Text(scope, "RequestPath")).FirstOrDefault(path => path is not null) ?? ""
        : "";

    /// <summary>As the console shows it by default, in one line.</summary>
    public override string ToString()
        => $"{Short()}: {Category}[{EventId}] {Message}{(Exception is null ? "" : " " + Exception)}".ReplaceLineEndings(" ");

    /// <summary>A value of the message; empty when it has none of that name.</summary>
    public string Value(string name)
        => State.ValueKind is JsonValueKind.Object && State.TryGetProperty(name, out var value) ? value.ToString() : "";

    private string Short() => Level switch
    {
        "Trace" => "trce",
        "Debug" => "dbug",
        "Information" => "info",
        "Warning" => "warn",
        "Error" => "fail",
        _ => "crit",
    };

    private static string? Text(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
