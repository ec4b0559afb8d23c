namespace Clients.Tests;

/// <summary>A running client application.</summary>
public interface IClientHost : IAsyncDisposable
{
    string Address { get; }
}
