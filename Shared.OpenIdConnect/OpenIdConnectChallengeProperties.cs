using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Microsoft.AspNetCore.Authentication.OpenIdConnect;

/// <summary>What one challenge may ask for beyond the options.</summary>
public class OpenIdConnectChallengeProperties : OAuthChallengeProperties
{
    /// <summary>The parameter name of <see cref="MaxAge"/>.</summary>
    public static readonly string MaxAgeKey = OpenIdConnectParameterNames.MaxAge;

    /// <summary>The parameter name of <see cref="Prompt"/>.</summary>
    public static readonly string PromptKey = OpenIdConnectParameterNames.Prompt;

    /// <summary>An empty set.</summary>
    public OpenIdConnectChallengeProperties()
    {
    }

    /// <summary>A set over existing items.</summary>
    public OpenIdConnectChallengeProperties(IDictionary<string, string?> items)
        : base(items)
    {
    }

    /// <summary>A set over existing items and parameters.</summary>
    public OpenIdConnectChallengeProperties(IDictionary<string, string?> items, IDictionary<string, object?> parameters)
        : base(items, parameters)
    {
    }

    /// <summary>Asks for a sign-in no older than this.</summary>
    public TimeSpan? MaxAge
    {
        get => GetParameter<TimeSpan?>(MaxAgeKey);
        set => SetParameter(MaxAgeKey, value);
    }

    /// <summary>The <c>prompt</c> parameter.</summary>
    public string? Prompt
    {
        get => GetParameter<string>(PromptKey);
        set => SetParameter(PromptKey, value);
    }
}
