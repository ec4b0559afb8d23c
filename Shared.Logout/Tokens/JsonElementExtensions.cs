using System.Text.Json;

namespace Shared.Logout.Tokens;

/// <summary>Claims by their exact type. Absent is not malformed: the caller decides what must be there.</summary>
internal static class JsonElementExtensions
{
    // 9999-12-31: a day short of what DateTimeOffset holds, so that no skew can overflow it.
    private const long LatestSecond = 253402214400;

    /// <summary>Reads a string of 1 to <paramref name="maxLength"/> characters. False: present and not that.</summary>
    public static bool TryReadText(this JsonElement json, ReadOnlySpan<byte> name, int maxLength, out string? value)
    {
        value = null;
        if (!json.TryGetProperty(name, out var element))
            return true;
        if (element.ValueKind is not JsonValueKind.String)
            return false;
        value = element.GetString();
        return value is { Length: > 0 } && value.Length <= maxLength;
    }

    /// <summary>As <see cref="TryReadText"/>, and only printable ASCII (VSCHAR of RFC 6749).</summary>
    public static bool TryReadIdentifier(this JsonElement json, ReadOnlySpan<byte> name, int maxLength, out string? value)
        => json.TryReadText(name, maxLength, out value) && (value is null || !value.AsSpan().ContainsAnyExceptInRange(' ', '~'));

    /// <summary>Reads a NumericDate (RFC 7519 section 2): a number, with or without a fraction, after 1970 and before the year 10000.</summary>
    public static bool TryReadTime(this JsonElement json, ReadOnlySpan<byte> name, out DateTimeOffset? value)
    {
        value = null;
        if (!json.TryGetProperty(name, out var element))
            return true;
        if (element.ValueKind is not JsonValueKind.Number)
            return false;
        if (element.TryGetInt64(out var seconds))
        {
            if (seconds is <= 0 or > LatestSecond)
                return false;
            value = DateTimeOffset.FromUnixTimeSeconds(seconds);
            return true;
        }

        // 1700000000.5 and 1.7e9 are no integers to the parser; 1e400 is no decimal and so no time.
        if (!element.TryGetDecimal(out var exact) || exact is <= 0 or > LatestSecond)
            return false;
        value = DateTimeOffset.FromUnixTimeMilliseconds((long)(exact * 1000));
        return true;
    }
}
