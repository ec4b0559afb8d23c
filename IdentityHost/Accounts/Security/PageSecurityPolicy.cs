using System.Text;

namespace IdentityHost.Accounts.Security;

/// <summary>The Content-Security-Policy of one page: nothing but our own files, and what the page adds for a reason.</summary>
internal sealed class PageSecurityPolicy
{
    private readonly SortedSet<string> _formTargets = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _connections = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _frames = new(StringComparer.Ordinal);

    /// <summary>Browsers apply form-action to the redirects after a form, too: signing in ends at the client, so its origins are targets.</summary>
    public void AllowFormTargets(IEnumerable<string> addresses) => Add(_formTargets, addresses);

    /// <summary>Where the page's scripts may report to, beside this host.</summary>
    public void AllowConnections(IEnumerable<string> addresses) => Add(_connections, addresses);

    /// <summary>The origins of the front-channel pages.</summary>
    public void AllowFrames(IEnumerable<string> addresses) => Add(_frames, addresses);

    public override string ToString()
    {
        var policy = new StringBuilder("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'");
        foreach (var connection in _connections)
            policy.Append(' ').Append(connection);
        if (_frames.Count > 0)
            policy.Append("; frame-src ").AppendJoin(' ', _frames);
        policy.Append("; form-action 'self'");
        foreach (var target in _formTargets)
            policy.Append(' ').Append(target);
        return policy.Append("; base-uri 'none'; frame-ancestors 'none'").ToString();
    }

    private static void Add(SortedSet<string> sources, IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            if (Uri.TryCreate(address, UriKind.Absolute, out var uri))
                sources.Add(uri.Scheme is "http" or "https" ? uri.GetLeftPart(UriPartial.Authority) : uri.Scheme + ":");
        }
    }
}
