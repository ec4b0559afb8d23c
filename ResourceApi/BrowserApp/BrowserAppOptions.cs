namespace ResourceApi.BrowserApp;

/// <summary>The browser app at <c>/app/</c>, bound from <c>BrowserApp</c>.</summary>
public sealed class BrowserAppOptions
{
    /// <summary>Its client id at the provider. Default: <c>spa</c>.</summary>
    public string ClientId { get; set; } = "spa";

    /// <summary>
    /// Other origins that may call the API from a browser, for a copy of the app that is served elsewhere. Default: none; the app itself has the
    /// API's own origin and needs no permission.
    /// </summary>
    public IList<string> Origins { get; set; } = [];
}
