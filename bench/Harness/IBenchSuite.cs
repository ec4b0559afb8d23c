namespace Bench.Harness;

/// <summary>Ours and its peers, measured in one run. One class per suite; being here is being registered.</summary>
internal interface IBenchSuite
{
    string Name { get; }

    /// <summary>What is measured, in a sentence.</summary>
    string About { get; }

    Task RunAsync(Report report);
}
