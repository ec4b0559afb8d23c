namespace Demo.Apps;

/// <summary>
/// Moves what an application's own settings say about addresses to the addresses of this run, as environment variables. So the demo needs
/// no second list of clients, and a client added to the settings is moved too.
/// </summary>
internal static class DevelopmentSettings
{
    public static Dictionary<string, string> Moved(string contentRoot, Addresses addresses)
    {
        var moved = new Dictionary<string, string>();
        foreach (var (key, value) in Read(contentRoot).AsEnumerable())
        {
            if (value is not null && addresses.Moved(value) is { } replaced && replaced != value)
                moved[Variable(key)] = replaced;
        }

        return moved;
    }

    /// <summary>Registers each further instance wherever the first instance of that application is registered in a list.</summary>
    public static Dictionary<string, string> Replicas(string contentRoot, Addresses addresses)
    {
        var added = new Dictionary<string, string>();
        foreach (var list in Read(contentRoot).GetSection("Clients").GetChildren().SelectMany(client => client.GetChildren()))
        {
            var next = list.GetChildren().Count();
            foreach (var entry in list.GetChildren().Where(entry => entry.Value is not null))
            {
                var first = addresses.Moved(entry.Value!) ?? entry.Value!;
                foreach (var replica in addresses.Replicas)
                {
                    if (Addresses.Replaced(first, addresses["ClientA"], replica) is { } also)
                        added[Variable($"{list.Path}:{next++}")] = also;
                }
            }
        }

        return added;
    }

    private static IConfigurationRoot Read(string contentRoot)
        => new ConfigurationBuilder()
            .SetBasePath(contentRoot)
            .AddJsonFile("appsettings.json", optional: true)
            .AddJsonFile("appsettings.Development.json", optional: true)
            .Build();

    private static string Variable(string key) => key.Replace(":", "__", StringComparison.Ordinal);
}
