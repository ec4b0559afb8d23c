using System.Security.Cryptography;
using System.Text.Json;

using Microsoft.AspNetCore.DataProtection;

namespace IdentityHost.Accounts.SignOut;

/// <summary>Makes and reads receipts.</summary>
internal sealed class SignOutReceipts(IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>As long as a signed-out page may stay open and go on asking.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly IDataProtector _protector = protection.CreateProtector("IdentityHost.SignOutReceipt.v1");

    public string Make(string batchId, string? sid, SignOutKind kind)
        => _protector.Protect(JsonSerializer.Serialize(new SignOutReceipt(batchId, sid, kind, time.GetUtcNow())));

    /// <summary>The receipt, or null for one that is made up, damaged or too old.</summary>
    public SignOutReceipt? Read(string? text)
    {
        if (text is not { Length: > 0 and <= 2048 })
            return null;
        try
        {
            var receipt = JsonSerializer.Deserialize<SignOutReceipt>(_protector.Unprotect(text));
            return receipt is not null && time.GetUtcNow() - receipt.At < Lifetime ? receipt : null;
        }
        catch (CryptographicException)
        {
            return null;    // not ours, or protected with a key that is gone: the page says that it knows nothing
        }
    }
}
