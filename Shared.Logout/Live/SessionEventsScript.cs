using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Shared.Logout.Live;

/// <summary>The script that shows the news; the same for everyone.</summary>
internal static class SessionEventsScript
{
    private static readonly Lazy<byte[]> s_script = new(Read);
    private static readonly Lazy<EntityTagHeaderValue> s_tag = new(
        () => new EntityTagHeaderValue($"\"{Convert.ToHexString(SHA256.HashData(s_script.Value)[..8])}\""));

    public static IResult Get(HttpContext http)
    {
        http.Response.Headers.CacheControl = "public, max-age=3600";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(s_script.Value, "text/javascript; charset=utf-8", entityTag: s_tag.Value);
    }

    private static byte[] Read()
    {
        using var resource = typeof(SessionEventsScript).Assembly.GetManifestResourceStream("Shared.Logout.session-events.js")!;
        using var memory = new MemoryStream();
        resource.CopyTo(memory);
        return memory.ToArray();
    }
}
