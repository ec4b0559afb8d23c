namespace Bench.Harness;

/// <summary>What is being measured right now: one line that changes on a terminal, plain lines where there is none. On standard error, so that a table can be piped.</summary>
internal static class Progress
{
    private static readonly bool Terminal = !Console.IsErrorRedirected;

    public static void Say(string what)
    {
        if (Terminal)
            Console.Error.Write($"\r\e[K{what}");
        else
            Console.Error.WriteLine(what);
    }

    /// <summary>A line that stays.</summary>
    public static void Keep(string what) => Console.Error.WriteLine(Terminal ? $"\r\e[K{what}" : what);

    public static void Clear()
    {
        if (Terminal)
            Console.Error.Write("\r\e[K");
    }
}
