using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IdentityHost.Provider.Http;

/// <summary>Small JSON objects as UTF-8.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Object(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    public static void WriteStrings(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    /// <summary>One value as a string, several as an array: what <c>aud</c> and <c>role</c> look like everywhere.</summary>
    public static void WriteOneOrMany(this Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 1)
            json.WriteString(name, values[0]);
        else if (values.Count > 1)
            json.WriteStrings(name, values);
    }
}
