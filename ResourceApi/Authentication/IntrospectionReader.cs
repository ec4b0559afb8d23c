using System.Security.Claims;
using System.Text.Json;

using Microsoft.Extensions.Options;

namespace ResourceApi.Authentication;

/// <summary>Reads an introspection answer (RFC 7662 section 2.2). Whatever its shape, it neither throws nor lets anybody in by mistake.</summary>
internal sealed class IntrospectionReader(IOptions<AccessTokenOptions> options, TimeProvider time)
{
    // A member that stands twice could be read in two ways.
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };
    private const long LastSecond = 253_402_300_799;

    private readonly AccessTokenOptions _options = options.Value;

    /// <summary>The verdict; null for what is no introspection answer, so that nobody can say.</summary>
    public IntrospectionAnswer? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, s_strict);
            return Judge(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;   // no JSON, a member twice, or an escape that is half a character
        }
    }

    private IntrospectionAnswer? Judge(JsonElement answer)
    {
        // Only a JSON true is active: a missing member, "true" or 1 is not (D-017).
        if (answer.ValueKind is not JsonValueKind.Object || !answer.TryGetProperty("active", out var active) || active.ValueKind is not JsonValueKind.True)
            return new(AccessTokenRefusal.Inactive, null);
        if (!Values(answer, "aud").Contains(_options.Audience, StringComparer.Ordinal))
            return new(AccessTokenRefusal.WrongAudience, null);
        if (!TryTime(answer, "exp", out var expiresAt) || !TryTime(answer, "nbf", out var notBefore))
            return null;
        var now = time.GetUtcNow();
        if (expiresAt <= now)
            return new(AccessTokenRefusal.Expired, null);
        if (notBefore > now + _options.ClockSkew)
            return new(AccessTokenRefusal.NotYetValid, null);

        var identity = new ClaimsIdentity(AccessTokenDefaults.Scheme, "name", "role");
        foreach (var member in answer.EnumerateObject())
            foreach (var value in Values(answer, member.Name))
                identity.AddClaim(new Claim(member.Name, value));
        return new(AccessTokenResult.Accepted(new ClaimsPrincipal(identity)), expiresAt);
    }

    // Absent is a time too: none. Something else than a number of seconds is not.
    private static bool TryTime(JsonElement answer, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!answer.TryGetProperty(name, out var value))
            return true;
        if (value.ValueKind is not JsonValueKind.Number || !value.TryGetDecimal(out var seconds) || seconds is < 0 or > LastSecond)
            return false;
        time = DateTimeOffset.FromUnixTimeSeconds((long)seconds);
        return true;
    }

    private static IEnumerable<string> Values(JsonElement answer, string name) => answer.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => [value.GetRawText()],
            JsonValueKind.Array => value.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString()!),
            _ => [],
        }
        : [];
}
