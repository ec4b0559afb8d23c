using System.Diagnostics.CodeAnalysis;

using IdentityHost.Configuration;

namespace IdentityHost.Provider.Clients;

/// <summary>A client that proved who it is, or why not.</summary>
internal readonly record struct ClientAuthentication(Client? Client, CallerError Error)
{
    [MemberNotNullWhen(true, nameof(Client))]
    public bool Succeeded => Client is not null;
}
