namespace IdentityHost.Users;

/// <summary>User names are compared as people read them: without case, and composed.</summary>
internal static class UserNames
{
    public const int MaxLength = 256;

    public static string Key(string username) => username.Trim().Normalize(System.Text.NormalizationForm.FormKC).ToUpperInvariant();
}
