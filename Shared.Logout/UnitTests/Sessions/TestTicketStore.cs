using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>A ticket store as most are written: a renewal writes whether the ticket is still there or not.</summary>
internal sealed class TestTicketStore : ITicketStore
{
    public ConcurrentDictionary<string, byte[]> Tickets { get; } = new();

    public Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var key = Guid.NewGuid().ToString("N");
        Tickets[key] = TicketSerializer.Default.Serialize(ticket);
        return Task.FromResult(key);
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        Tickets[key] = TicketSerializer.Default.Serialize(ticket);
        return Task.CompletedTask;
    }

    public Task<AuthenticationTicket?> RetrieveAsync(string key)
        => Task.FromResult(Tickets.TryGetValue(key, out var ticket) ? TicketSerializer.Default.Deserialize(ticket) : null);

    public Task RemoveAsync(string key)
    {
        Tickets.TryRemove(key, out _);
        return Task.CompletedTask;
    }
}
