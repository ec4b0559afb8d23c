using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace Shared.Logout.Testing;

/// <summary>
/// Makes a logout token: valid as built, for a subject and a session of its own, and wrong in exactly the way that a test asks for.
/// Every call returns a new builder, so that one valid token can be broken in many ways.
/// </summary>
public sealed class LogoutTokenBuilder
{
    /// <summary>The member of <c>events</c> that makes a token a logout token.</summary>
    public const string LogoutEvent = "http://schemas.openid.net/event/backchannel-logout";

    private readonly JsonObject _header;
    private readonly JsonObject _claims;
    private readonly FakeSigningKey _key;
    private readonly byte[]? _rawHeader;
    private readonly byte[]? _rawPayload;

    /// <summary>Starts with a valid token: <c>typ</c> <c>logout+jwt</c>, a new <c>jti</c>, two minutes to live.</summary>
    /// <param name="issuer">The <c>iss</c>.</param>
    /// <param name="clientId">The <c>aud</c>.</param>
    /// <param name="key">Signs it.</param>
    /// <param name="time">Gives <c>iat</c> and <c>exp</c>. Default: the system's clock.</param>
    public LogoutTokenBuilder(string issuer, string clientId, FakeSigningKey key, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        var now = (time ?? TimeProvider.System).GetUtcNow().ToUnixTimeSeconds();
        _key = key;
        _header = new JsonObject { ["alg"] = key.Algorithm, ["typ"] = "logout+jwt", ["kid"] = key.KeyId };
        _claims = new JsonObject
        {
            ["iss"] = issuer,
            ["aud"] = clientId,
            ["iat"] = now,
            ["exp"] = now + 120,
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["sub"] = $"sub-{Guid.NewGuid():N}",
            ["sid"] = $"sid-{Guid.NewGuid():N}",
            ["events"] = new JsonObject { [LogoutEvent] = new JsonObject() },
        };
    }

    private LogoutTokenBuilder(JsonObject header, JsonObject claims, FakeSigningKey key, byte[]? rawHeader, byte[]? rawPayload)
        => (_header, _claims, _key, _rawHeader, _rawPayload) = (header, claims, key, rawHeader, rawPayload);

    /// <summary>The key that signs.</summary>
    public FakeSigningKey Key => _key;

    /// <summary>The claim's value as JSON text, or null where it is absent.</summary>
    public string? this[string claim] => _claims[claim]?.ToJsonString();

    /// <summary>Sets a claim. Null is JSON's null; <see cref="Without"/> removes.</summary>
    public LogoutTokenBuilder With(string claim, JsonNode? value) => Copy(claims: Set(_claims, claim, value));

    /// <summary>Sets a claim to a piece of JSON text, written out as it is: <c>1.7e9</c> stays <c>1.7e9</c>.</summary>
    public LogoutTokenBuilder WithJson(string claim, string json) => Copy(claims: Set(_claims, claim, JsonNode.Parse(json)));

    /// <summary>Removes a claim.</summary>
    public LogoutTokenBuilder Without(string claim) => Copy(claims: Remove(_claims, claim));

    /// <summary>Makes it a token for this subject and no particular session, or for the session as well.</summary>
    public LogoutTokenBuilder For(string? subject, string? session)
    {
        var named = subject is null ? Without("sub") : With("sub", subject);
        return session is null ? named.Without("sid") : named.With("sid", session);
    }

    /// <summary>Sets a header member.</summary>
    public LogoutTokenBuilder WithHeader(string name, JsonNode? value) => Copy(header: Set(_header, name, value));

    /// <summary>Removes a header member.</summary>
    public LogoutTokenBuilder WithoutHeader(string name) => Copy(header: Remove(_header, name));

    /// <summary>Replaces the whole header by these bytes; the signature fits them.</summary>
    public LogoutTokenBuilder WithRawHeader(byte[] header) => new(_header, _claims, _key, header, _rawPayload);

    /// <summary>Replaces the whole header by this text; the signature fits it.</summary>
    public LogoutTokenBuilder WithRawHeader(string header) => WithRawHeader(Encoding.UTF8.GetBytes(header));

    /// <summary>Replaces the whole payload by these bytes; the signature fits them.</summary>
    public LogoutTokenBuilder WithRawPayload(byte[] payload) => new(_header, _claims, _key, _rawHeader, payload);

    /// <summary>Replaces the whole payload by this text; the signature fits it.</summary>
    public LogoutTokenBuilder WithRawPayload(string payload) => WithRawPayload(Encoding.UTF8.GetBytes(payload));

    /// <summary>Signs with another key; <c>alg</c> and <c>kid</c> follow it.</summary>
    public LogoutTokenBuilder SignedBy(FakeSigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new LogoutTokenBuilder(Set(Set(_header, "alg", key.Algorithm), "kid", key.KeyId), _claims, key, _rawHeader, _rawPayload);
    }

    /// <summary>Signs with another key and says nothing of it: <c>alg</c> and <c>kid</c> stay.</summary>
    public LogoutTokenBuilder ForgedBy(FakeSigningKey key) => new(_header, _claims, key, _rawHeader, _rawPayload);

    /// <summary>The header as JSON text.</summary>
    public string HeaderJson => Encoding.UTF8.GetString(HeaderBytes);

    /// <summary>The payload as JSON text.</summary>
    public string PayloadJson => Encoding.UTF8.GetString(PayloadBytes);

    private byte[] HeaderBytes => _rawHeader ?? Encoding.UTF8.GetBytes(_header.ToJsonString());

    private byte[] PayloadBytes => _rawPayload ?? Encoding.UTF8.GetBytes(_claims.ToJsonString());

    /// <summary>The first two parts: what is signed.</summary>
    public string BuildUnsigned() => $"{Base64Url.EncodeToString(HeaderBytes)}.{Base64Url.EncodeToString(PayloadBytes)}";

    /// <summary>The compact serialisation, signed.</summary>
    public string Build() => Build(data => _key.Sign(data));

    /// <summary>The compact serialisation with a signature of the test's own making.</summary>
    public string Build(Func<byte[], byte[]> sign)
    {
        ArgumentNullException.ThrowIfNull(sign);
        var input = BuildUnsigned();
        return $"{input}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(input)))}";
    }

    /// <summary>The same as <see cref="Build()"/>.</summary>
    public override string ToString() => Build();

    private LogoutTokenBuilder Copy(JsonObject? header = null, JsonObject? claims = null) => new(header ?? _header, claims ?? _claims, _key, _rawHeader, _rawPayload);

    private static JsonObject Set(JsonObject json, string name, JsonNode? value)
    {
        var copy = json.DeepClone().AsObject();
        copy[name] = value?.DeepClone();
        return copy;
    }

    private static JsonObject Remove(JsonObject json, string name)
    {
        var copy = json.DeepClone().AsObject();
        copy.Remove(name);
        return copy;
    }
}
