using System.Text.Json;

namespace Pictures.Charts;

/// <summary>One SVG for each result file of bench.</summary>
internal static class ChartFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task WriteAsync(string results, string images)
    {
        foreach (var file in Directory.EnumerateFiles(results, "*.json").Order(StringComparer.Ordinal))
        {
            await using var stream = File.OpenRead(file);
            var suite = await JsonSerializer.DeserializeAsync<Suite>(stream, Json)
                ?? throw new InvalidDataException($"{file} is empty.");
            var target = Path.Combine(images, $"bench-{suite.Name}.svg");
            await File.WriteAllTextAsync(target, Chart.Draw(suite));
            Console.WriteLine(Path.GetRelativePath(Path.GetDirectoryName(images)!, target));
        }
    }
}
