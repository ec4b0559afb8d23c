using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Shared.Logout.Tests.Storage;

/// <summary>What an instance logged.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(EventId Id, string Text)> _lines = [];

    public IEnumerable<(EventId Id, string Text)> All => _lines;

    public int Count(string eventName) => _lines.Count(line => line.Id.Name == eventName);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => _lines.Enqueue((eventId, $"{formatter(state, exception)} {exception}"));

    public void Dispose()
    {
    }
}
