namespace Shared.OpenIdConnect.SignIn;

/// <summary>Error codes that others send, before they may enter a log.</summary>
internal static class ErrorCode
{
    /// <summary>The code when it looks like one (RFC 6749 allows more, but every registered code is letters and underscores), else a placeholder.</summary>
    public static string Clean(string? code)
        => code is { Length: > 0 and <= 64 } && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') ? code : "(no error code)";
}
