using System.Buffers;
using System.Text.Json;

using IdentityHost.Configuration;
using IdentityHost.Data;
using IdentityHost.Provider;

namespace IdentityHost.Delivery;

/// <summary>Logout tokens (Back-Channel Logout 2.4). A new one for every attempt: a client that saw a <c>jti</c> may refuse it.</summary>
internal sealed class LogoutTokenFactory(ITokenSigner signer, IClientDirectory directory, TimeProvider time)
{
    public const string EventType = "http://schemas.openid.net/event/backchannel-logout";

    private const int LifetimeSeconds = 120;                                            // BCL 4: at most two minutes is recommended
    private static readonly TimeSpan _late = TimeSpan.FromSeconds(5);

    public ValueTask<string> CreateAsync(ClientTarget target, LeasedDelivery delivery, CancellationToken cancellationToken)
        => signer.SignAsync(target.Algorithm, "logout+jwt", Payload(target, delivery), cancellationToken);

    private ReadOnlyMemory<byte> Payload(ClientTarget target, LeasedDelivery delivery)
    {
        var now = time.GetUtcNow();
        // Without sid the token means every session of the person (BCL 2.4), so only a client that asked for that gets one.
        var withSid = delivery.Sid is not null && target.Subject is not LogoutTokenSubject.SubOnly;
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("iss", delivery.Issuer);
            json.WriteString("aud", delivery.ClientId);
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", now.ToUnixTimeSeconds() + LifetimeSeconds);
            json.WriteString("jti", Secret.NewId());
            if (withSid)
                json.WriteString("sid", delivery.Sid);
            if (!withSid || target.Subject is not LogoutTokenSubject.SidOnly)
                json.WriteString("sub", delivery.Sub);
            // RFC 8417 2.2: when it really happened, so that a late token cannot end a session that began after the logout.
            if (!withSid || now - delivery.EndedAt > _late)
                json.WriteNumber("toe", delivery.EndedAt.ToUnixTimeSeconds());
            json.WriteStartObject("events");
            json.WriteStartObject(EventType);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteString("logout_reason", delivery.Reason);                         // for display; BCL 2.4 allows further claims
            if (delivery.InitiatedBy is { } initiator)
                json.WriteString("initiated_by", directory.Find(initiator)?.ClientName ?? initiator);
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }
}
