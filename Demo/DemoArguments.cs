using System.Globalization;

namespace Demo;

/// <summary>Reads the command line. The result is options, or the sentence that says what is wrong with it.</summary>
internal static class DemoArguments
{
    public const int MaxReplicas = 8;

    public const string Usage = """
        dotnet run --project Demo -- [options]

          --redis <connection>   the clients keep revocations in Redis, such as localhost:6379
          --replicas <number>    this many instances of ClientA; more than 1 needs --redis
          --ports <first>        IdentityHost's port, the others follow it (default 5000; 0 takes any free ports)
          --data <directory>     where databases, keys and revocations are kept (default Demo/App_Data)
          --help                 this text
        """;

    public static (DemoOptions? Options, string? Error) Parse(IReadOnlyList<string> arguments)
    {
        var options = new DemoOptions();
        var rest = new Queue<string>(arguments.SelectMany(Split));
        while (rest.TryDequeue(out var name))
        {
            if (name is "--help" or "-h")
                return (null, null);
            if (name is not ("--redis" or "--replicas" or "--ports" or "--data"))
                return (null, $"There is no option '{name}'.");
            if (!rest.TryDequeue(out var value) || value.StartsWith("--", StringComparison.Ordinal))
                return (null, $"{name} needs a value.");
            if (Apply(options, name, value) is not { } next)
                return (null, $"{name} cannot be '{value}': {Range(name)}.");
            options = next;
        }

        return options is { Replicas: > 1, Redis: null }
            ? (null, "--replicas 2 needs --redis <connection>: instances share their revocations through Redis. " +
                     "Start one, for example with 'redis-server' or 'docker run -p 6379:6379 redis', and add --redis localhost:6379.")
            : (options, null);
    }

    private static string[] Split(string argument)
        => argument.StartsWith("--", StringComparison.Ordinal) ? argument.Split('=', 2) : [argument];

    private static DemoOptions? Apply(DemoOptions options, string name, string value) => name switch
    {
        "--redis" when value.Length > 0 => options with { Redis = value },
        "--data" when value.Length > 0 => options with { DataDirectory = Path.GetFullPath(value) },
        "--replicas" when Number(value) is >= 1 and <= MaxReplicas and var count => options with { Replicas = count },
        "--ports" when Number(value) is 0 or (>= 1024 and <= 65000) => options with { FirstPort = Number(value)!.Value },
        _ => null,
    };

    private static int? Number(string value)
        => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Range(string name) => name switch
    {
        "--replicas" => $"give a number from 1 to {MaxReplicas}",
        "--ports" => "give 0, or a port from 1024 to 65000",
        _ => "it must not be empty",
    };
}
