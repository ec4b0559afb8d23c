namespace Demo.Apps;

/// <summary>Who answers where.</summary>
internal sealed class Addresses
{
    private static readonly string[] Projects = ["IdentityHost", "ClientA", "ClientB", "ResourceApi"];
    private const int FirstDefaultPort = 5000;

    private readonly Dictionary<string, Uri> _chosen = [];

    public Addresses(DemoOptions options)
    {
        // By offset from the first port: 80 for the start page, 11, 12, ... for ClientA's further instances.
        var port = options.FirstPort == 0 ? _ => Ports.Free() : (Func<int, int>)(offset => options.FirstPort + offset);
        for (var i = 0; i < Projects.Length; i++)
            _chosen[Projects[i]] = At(port(i));
        Replicas = [.. Enumerable.Range(2, options.Replicas - 1).Select(number => At(port(9 + number)))];
        StartPage = At(port(80));
    }

    public Uri StartPage { get; }

    /// <summary>ClientA's instances after the first.</summary>
    public IReadOnlyList<Uri> Replicas { get; }

    public Uri this[string project] => _chosen[project];

    /// <summary>The value with a default address of the federation at its start replaced by the chosen one; null when there is none.</summary>
    public string? Moved(string value)
    {
        for (var i = 0; i < Projects.Length; i++)
        {
            if (Replaced(value, At(FirstDefaultPort + i), this[Projects[i]]) is { } moved)
                return moved;
        }

        return null;
    }

    /// <summary>The value with <paramref name="from"/> at its start replaced; null when it does not start so.</summary>
    public static string? Replaced(string value, Uri from, Uri to)
    {
        var (old, @new) = (Text(from), Text(to));
        var isWhole = value.Length == old.Length || (value.Length > old.Length && value[old.Length] is '/' or '?');
        return isWhole && value.StartsWith(old, StringComparison.Ordinal) ? @new + value[old.Length..] : null;
    }

    /// <summary>Without the slash that <see cref="Uri"/> adds: issuers and origins are compared byte by byte.</summary>
    public static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private static Uri At(int port) => new($"http://localhost:{port}");
}
