using IdentityHost.Configuration;
using IdentityHost.Users;

namespace IdentityHost.Accounts;

/// <summary>Names for people instead of identifiers. One per request, so that a page asks for each person once.</summary>
internal sealed class Names(IClientDirectory clients, IUsers users)
{
    private readonly Dictionary<string, UserAccount?> _people = new(StringComparer.Ordinal);

    public string Client(string clientId) => clients.Find(clientId)?.ClientName ?? clientId;

    public IReadOnlyList<string> Clients(IEnumerable<string> clientIds)
        => [.. clientIds.Select(Client).Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Fetches the people that <see cref="Person"/> will be asked for.</summary>
    public async Task LoadAsync(IEnumerable<string> subs, CancellationToken cancellationToken)
    {
        foreach (var sub in subs.Distinct(StringComparer.Ordinal))
        {
            if (!_people.ContainsKey(sub))
                _people[sub] = await users.FindAsync(sub, cancellationToken);
        }
    }

    /// <summary>The user name, or the text itself where it names nobody: <c>system</c>, a client.</summary>
    public string PersonOr(string actor) => _people.GetValueOrDefault(actor)?.Username ?? actor;

    public string Person(string sub) => _people.GetValueOrDefault(sub)?.Username ?? Show.Short(sub);
}
