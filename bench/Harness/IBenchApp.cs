namespace Bench.Harness;

/// <summary>A part of a suite that runs in a process of its own. It writes one line when it is ready, and ends when its standard input does.</summary>
internal interface IBenchApp
{
    string Name { get; }

    Task<int> RunAsync(string[] args);
}
