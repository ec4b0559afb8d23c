namespace Shared.Logout.Tests.Operations;

/// <summary>OpenTelemetry listens to every host of the process, so that no other test may run one meanwhile.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;
