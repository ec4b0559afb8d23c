using System.Text.Json;

namespace IdentityHost.Tests.Core;

/// <summary>One POST as a client saw it.</summary>
internal sealed record ReceivedLogout(string ClientId, string Token, string? DeliveryId, string? Attempt, string? TraceParent, string Body, DateTimeOffset At)
{
    public JsonElement Header => Part(0);

    public JsonElement Claims => Part(1);

    public string? Sid => Claims.TryGetProperty("sid", out var sid) ? sid.GetString() : null;

    private JsonElement Part(int index)
        => JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(Token.Split('.')[index])).RootElement;
}
