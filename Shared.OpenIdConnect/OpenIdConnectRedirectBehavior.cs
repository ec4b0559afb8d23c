namespace Microsoft.AspNetCore.Authentication.OpenIdConnect;

/// <summary>How the browser is sent to the provider.</summary>
public enum OpenIdConnectRedirectBehavior
{
    /// <summary>By a redirect.</summary>
    RedirectGet = 0,

    /// <summary>By a page whose form posts itself.</summary>
    FormPost = 1,
}
