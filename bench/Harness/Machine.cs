using System.Globalization;
using System.Runtime.InteropServices;

namespace Bench.Harness;

/// <summary>Where the figures come from.</summary>
internal sealed record Machine(string System, string Processor, int Cores, string Memory, string Runtime, string LoadAverage)
{
    /// <summary>The load average tells what else the machine was busy with before the first measurement.</summary>
    public static Machine Describe() => new(
        RuntimeInformation.OSDescription,
        Line("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30)).ToString(CultureInfo.InvariantCulture) + " GiB",
        RuntimeInformation.FrameworkDescription,
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown");

    private static string? Line(string file, string name)
        => File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':')[1].Trim() : null;
}
