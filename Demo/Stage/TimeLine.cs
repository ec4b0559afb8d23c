using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using Demo.Apps;

namespace Demo.Stage;

/// <summary>What happened and how every process is. Pages that connect get the last entries first, then each new one, in one order.</summary>
internal sealed class TimeLine(Federation federation, DemoOptions options, TimeProvider time)
{
    private const int Kept = 200;

    // A page that is so far behind is cut off; it comes back and starts again from the kept entries.
    private const int Backlog = 2 * Kept;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private readonly Lock _lock = new();
    private readonly Queue<string> _entries = new();
    private readonly Dictionary<string, AppState> _states = federation.Apps.ToDictionary(app => app.Name, _ => AppState.Starting);
    private readonly HashSet<Channel<string>> _readers = [];
    private long _number;

    public AppState StateOf(string app)
    {
        lock (_lock)
            return _states[app];
    }

    public void Add(Entry entry)
    {
        lock (_lock)
            Append(entry);
    }

    public void Add(string app, EntryKind kind, string text) => Add(new Entry(time.GetUtcNow(), app, kind, text));

    /// <summary>Notes how a process is now, and that this changed.</summary>
    public void Note(string app, AppState state, EntryKind? kind = null, string text = "")
    {
        lock (_lock)
        {
            if (_states[app] == state)
                return;
            _states[app] = state;
            Send(Message("state", new { app, state }));
            if (kind is { } what)
                Append(new Entry(time.GetUtcNow(), app, what, text));
        }
    }

    /// <summary>All messages for one page, until it leaves.</summary>
    public async IAsyncEnumerable<string> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<string>(Backlog);
        List<string> first;
        lock (_lock)
        {
            first = [Hello(), .. _entries, Message("ready", new { })];
            _readers.Add(channel);
        }

        try
        {
            foreach (var message in first)
                yield return message;
            await foreach (var message in channel.Reader.ReadAllAsync(cancellationToken))
                yield return message;
        }
        finally
        {
            lock (_lock)
                _readers.Remove(channel);
        }
    }

    private void Append(Entry entry)
    {
        var message = Message("entry", new { id = ++_number, entry.At, entry.App, entry.Kind, entry.Text, entry.Milliseconds });
        _entries.Enqueue(message);
        if (_entries.Count > Kept)
            _entries.Dequeue();
        Send(message);
    }

    private void Send(string message)
    {
        foreach (var reader in _readers.Where(reader => !reader.Writer.TryWrite(message)))
            reader.Writer.TryComplete();
    }

    private string Hello() => Message("hello", new
    {
        apps = federation.Apps.Select(app => new { app.Name, address = Addresses.Text(app.Address), state = _states[app.Name] }),
        redis = options.Redis is not null,
        canHang = Signals.AreAvailable,
    });

    // JSON escapes line breaks, so no value can start a field of its own.
    private static string Message(string name, object data) => $"event: {name}\ndata: {JsonSerializer.Serialize(data, Json)}\n\n";
}
