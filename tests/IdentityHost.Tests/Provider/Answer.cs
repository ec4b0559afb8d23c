using System.Net;
using System.Text.Json;

namespace IdentityHost.Tests.Provider;

/// <summary>What an endpoint said.</summary>
internal sealed record Answer(HttpResponseMessage Response, string Body)
{
    public HttpStatusCode Status => Response.StatusCode;

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Error => Json.TryGetProperty("error", out var error) ? error.GetString() : null;

    public string Location => Response.Headers.Location?.OriginalString ?? throw new InvalidOperationException($"No Location in {(int)Status}: {Body}");

    public string Text(string name) => Json.GetProperty(name).GetString()!;

    public bool Has(string name) => Json.TryGetProperty(name, out _);

    public string Header(string name)
        => Response.Headers.TryGetValues(name, out var values) || Response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : "";

    /// <summary>The parameters of the address that the browser is sent to.</summary>
    public Dictionary<string, string> Query => Uris.Query(Location);

    /// <summary>The claims of a JWT in this answer, unverified: signatures have tests of their own.</summary>
    public JsonElement Claims(string token) => Jwt.Payload(Text(token));
}
