namespace Demo;

/// <summary>What the command line asked for.</summary>
internal sealed record DemoOptions
{
    /// <summary>Where the clients keep revocations. Null: in files, each for itself.</summary>
    public string? Redis { get; init; }

    /// <summary>How many instances of ClientA run.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>IdentityHost's port; the other applications follow it. 0: any free ports.</summary>
    public int FirstPort { get; init; } = 5000;

    /// <summary>The folder for databases, keys and revocations. Null: <c>App_Data</c> beside Demo's sources.</summary>
    public string? DataDirectory { get; init; }
}
