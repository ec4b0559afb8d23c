using System.Security.Cryptography;
using System.Text.Json;

using Microsoft.AspNetCore.DataProtection;

namespace IdentityHost.Upstream;

/// <summary>Seals and opens return tickets: nobody can make one up, so they are no open redirect.</summary>
internal sealed class ReturnTickets(IDataProtectionProvider protection, TimeProvider time)
{
    // As long as a person may think about the upstream provider's own question.
    private static readonly TimeSpan _lifetime = TimeSpan.FromHours(1);

    private readonly IDataProtector _protector = protection.CreateProtector("IdentityHost.Upstream.Return.v1");

    public string Make(string? sid, string next) => _protector.Protect(JsonSerializer.Serialize(new ReturnTicket(sid, next, time.GetUtcNow())));

    /// <summary>The ticket, or null for one that is made up, damaged or too old.</summary>
    public ReturnTicket? Read(string? text)
    {
        if (text is not { Length: > 0 and <= 8192 })
            return null;
        try
        {
            var ticket = JsonSerializer.Deserialize<ReturnTicket>(_protector.Unprotect(text));
            return ticket is not null && time.GetUtcNow() - ticket.At < _lifetime ? ticket : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
