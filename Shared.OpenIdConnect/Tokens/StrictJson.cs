using System.Text.Json;

namespace Shared.OpenIdConnect.Tokens;

/// <summary>JSON as the specifications mean it: one object, no member twice, every string valid Unicode.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    public static JsonDocument? ParseObject(ReadOnlyMemory<byte> utf8)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8, Options);
        }
        catch (JsonException)
        {
            return null;
        }

        if (document.RootElement.ValueKind is JsonValueKind.Object && StringsAreValid(document.RootElement))
            return document;
        document.Dispose();
        return null;
    }

    /// <summary>The member's string, or null when it is absent or something else.</summary>
    public static string? Text(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    /// <summary>The member's NumericDate in seconds, or null when it is absent or no number that a date can be made of.</summary>
    public static decimal? Seconds(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number
           && value.TryGetDecimal(out var seconds) && seconds is >= 0 and <= 253_402_300_799 ? seconds : null;

    // Parsing accepts broken UTF-8 and lone surrogates; reading such a string throws. Once here instead of at every use.
    private static bool StringsAreValid(JsonElement root)
    {
        try
        {
            Visit(root);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        static void Visit(JsonElement element)
        {
            if (element.ValueKind is JsonValueKind.String)
                _ = element.GetString();
            else if (element.ValueKind is JsonValueKind.Array)
                foreach (var item in element.EnumerateArray())
                    Visit(item);
            else if (element.ValueKind is JsonValueKind.Object)
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    Visit(member.Value);
                }
        }
    }
}
