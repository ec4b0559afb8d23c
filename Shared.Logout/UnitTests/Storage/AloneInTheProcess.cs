namespace Shared.Logout.UnitTests.Storage;

/// <summary>Tests that look at this process's memory: no other test runs meanwhile.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;
