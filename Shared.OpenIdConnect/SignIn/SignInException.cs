using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Shared.OpenIdConnect.SignIn;

/// <summary>The form in which the framework's result type carries a refusal to <c>RemoteFailure</c>. Never thrown by this project.</summary>
internal sealed class SignInException : OpenIdConnectProtocolException
{
    public SignInException(SignInRefusal refusal, string? returnUrl, Exception? inner = null)
        : base($"Sign-in refused: {refusal.Reason}. {refusal.Detail}", inner)
    {
        Refusal = refusal;
        ReturnUrl = returnUrl;
        // The key under which applications look for the provider's error code, with Microsoft's handler as well.
        if (refusal.ProviderCode is { } code)
            Data["error"] = code;
    }

    public SignInRefusal Refusal { get; }

    /// <summary>Where the person wanted to go, as far as it is known.</summary>
    public string? ReturnUrl { get; }
}
