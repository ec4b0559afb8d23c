namespace Federation.Tests.Processes;

[CollectionDefinition(Name)]
public sealed class OneGateway : ICollectionFixture<GatewayFederation>
{
    public const string Name = "Gateway";
}
