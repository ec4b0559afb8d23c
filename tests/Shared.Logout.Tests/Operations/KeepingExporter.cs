using System.Collections.Concurrent;
using OpenTelemetry;

namespace Shared.Logout.Tests.Operations;

/// <summary>Keeps what leaves, as text: OpenTelemetry reuses its objects once an export is over.</summary>
internal sealed class KeepingExporter<T>(Func<T, IEnumerable<string>> describe) : BaseExporter<T>
    where T : class
{
    private readonly ConcurrentQueue<string> _left = [];

    public IReadOnlyCollection<string> Left => _left;

    public override ExportResult Export(in Batch<T> batch)
    {
        foreach (var item in batch)
        {
            foreach (var line in describe(item))
                _left.Enqueue(line);
        }

        return ExportResult.Success;
    }
}
