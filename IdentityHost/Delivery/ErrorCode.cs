using System.Text.Json;

namespace IdentityHost.Delivery;

/// <summary>The <c>error</c> of a client's 400 (BCL 2.8), for people to read; it changes nothing (C-075).</summary>
internal static class ErrorCode
{
    private const int MaxBody = 4096;
    private const int MaxLength = 64;

    public static async Task<string?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBody];
        var length = 0;
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            length = await stream.ReadAtLeastAsync(buffer, MaxBody, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception ex) when (ex is IOException or HttpRequestException or OperationCanceledException)
        {
            return null;    // the status was the answer
        }
        return Parse(buffer.AsSpan(0, length));
    }

    /// <summary>Only characters that RFC 6749 5.2 allows and that no log or page can trip over.</summary>
    internal static string? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            return JsonDocument.TryParseValue(ref reader, out var document)
                && document is { RootElement: { ValueKind: JsonValueKind.Object } root }
                && root.TryGetProperty("error", out var error) && error.ValueKind is JsonValueKind.String
                && error.GetString() is { Length: > 0 and <= MaxLength } code && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
                ? code
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
