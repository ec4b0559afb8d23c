namespace Demo.Terminal;

/// <summary>
/// Whole lines from many processes, each with its owner's name, and below them one status line that moves. Where output is a file or a
/// pipe there are plain lines only: no colour, nothing that is written over.
/// </summary>
internal sealed class Screen : IDisposable
{
    private const string Clear = "\r\u001b[2K", Reset = "\u001b[0m", Bold = "\u001b[1m", Red = "\u001b[31m", Dim = "\u001b[2m";
    private static readonly string[] Colours = ["\u001b[35m", "\u001b[36m", "\u001b[33m", "\u001b[32m", "\u001b[34m"];
    private static readonly char[] Frames = ['|', '/', '-', '\\'];

    private readonly Lock _lock = new();
    private readonly TextWriter _out;
    private readonly bool _isTerminal;
    private readonly bool _hasColour;
    private readonly TimeProvider _time;
    private readonly ITimer? _spinner;
    private readonly List<string> _owners = [];
    private long _statusSince;
    private int _frame;
    private string? _status;

    public Screen(TextWriter output, bool isTerminal, bool hasColour, TimeProvider time)
    {
        (_out, _isTerminal, _hasColour, _time) = (output, isTerminal, hasColour, time);
        if (isTerminal)
            _spinner = time.CreateTimer(_ => Spin(), null, TimeSpan.FromMilliseconds(150), TimeSpan.FromMilliseconds(150));
    }

    /// <summary>A terminal with colours, unless output goes elsewhere or NO_COLOR asks for none.</summary>
    public static Screen ForConsole(TimeProvider time)
    {
        var isTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        var wantsColour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new Screen(Console.Out, isTerminal, isTerminal && wantsColour, time);
    }

    /// <summary>The names that will stand before lines, so that all lines begin in one column.</summary>
    public void Owners(IEnumerable<string> names) => _owners.AddRange(names);

    /// <summary>One line of an application.</summary>
    public void Line(string owner, string text)
    {
        var column = owner.PadRight(_owners.Max(name => name.Length));
        var colour = Colours[Math.Max(0, _owners.IndexOf(owner)) % Colours.Length];
        Write(_hasColour ? $"{colour}{column} |{Reset} {text}" : $"{column} | {text}");
    }

    /// <summary>One line of the demo itself.</summary>
    public void Say(string text) => Write(_hasColour && text.Length > 0 ? $"{Bold}{text}{Reset}" : text);

    public void Complain(string text) => Write(_hasColour ? $"{Red}{text}{Reset}" : text);

    /// <summary>What is being waited for; null when nothing is.</summary>
    public void Status(string? text)
    {
        lock (_lock)
        {
            if (_status is null)
                _statusSince = _time.GetTimestamp();
            Erase();
            _status = text;
            Draw();
        }
    }

    public void Dispose()
    {
        _spinner?.Dispose();
        Status(null);
    }

    private void Write(string line)
    {
        lock (_lock)
        {
            Erase();
            _out.WriteLine(line);
            Draw();
        }
    }

    private void Spin()
    {
        lock (_lock)
        {
            _frame++;
            Erase();
            Draw();
        }
    }

    private void Erase()
    {
        if (_isTerminal && _status is not null)
            _out.Write(Clear);
    }

    private void Draw()
    {
        if (!_isTerminal || _status is null)
            return;
        var line = $"{Frames[_frame % Frames.Length]} {_status} ({_time.GetElapsedTime(_statusSince).TotalSeconds:0} s)";
        _out.Write(_hasColour ? Dim + line + Reset : line);
    }
}
