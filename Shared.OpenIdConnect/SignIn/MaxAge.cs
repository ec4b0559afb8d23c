using System.Globalization;
using Microsoft.AspNetCore.Authentication;

namespace Shared.OpenIdConnect.SignIn;

/// <summary>The <c>max_age</c> that one sign-in asked for.</summary>
internal static class MaxAge
{
    public const string Key = ".max_age";

    public static string Format(TimeSpan age) => ((long)Math.Floor(age.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    public static TimeSpan? Take(AuthenticationProperties properties)
        => properties.Items.Remove(Key, out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
