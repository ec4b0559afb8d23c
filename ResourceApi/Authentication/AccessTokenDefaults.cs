namespace ResourceApi.Authentication;

internal static class AccessTokenDefaults
{
    public const string Scheme = "Bearer";

    /// <summary>The longest token that is looked at. Real ones are below 4 KiB.</summary>
    public const int MaxTokenLength = 16 * 1024;
}
