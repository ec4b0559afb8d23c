using Microsoft.Extensions.Configuration;
using TestSupport;

namespace Federation.Tests.Processes;

/// <summary>The applications' own development settings, moved from the default ports to the ports of one test.</summary>
internal static class FederationSettings
{
    /// <summary>Environment variables for every setting of the project that names a default address.</summary>
    public static Dictionary<string, string?> Moved(string project, IReadOnlyDictionary<string, Uri> addresses)
    {
        var settings = new ConfigurationBuilder()
            .AddJsonFile(Repository.PathOf(project, "appsettings.json"), optional: true)
            .AddJsonFile(Repository.PathOf(project, "appsettings.Development.json"), optional: true)
            .Build();
        var moved = new Dictionary<string, string?>();
        foreach (var (key, value) in settings.AsEnumerable())
        {
            foreach (var (from, to) in addresses)
            {
                if (value?.StartsWith(from, StringComparison.Ordinal) == true)
                    moved[key.Replace(":", "__", StringComparison.Ordinal)] = Text(to) + value[from.Length..];
            }
        }

        return moved;
    }

    public static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
