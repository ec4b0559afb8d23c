namespace Demo.Apps;

/// <summary>Finds ports that somebody else has before anything is started, because an application's own message about it is long.</summary>
internal static class PortsInUse
{
    /// <summary>The sentences for a person, or null when all ports are free.</summary>
    public static string? Explain(Federation federation)
    {
        var taken = federation.Apps.Select(app => (app.Name, app.Address))
            .Append((Name: "The start page", Address: federation.Addresses.StartPage))
            .Where(app => Ports.IsTaken(app.Address.Port))
            .Select(app => $"{app.Name} cannot start: port {app.Address.Port} is taken.")
            .ToList();
        return taken.Count == 0
            ? null
            : string.Join(Environment.NewLine, [.. taken, "Stop what listens there, or choose others: dotnet run --project Demo -- --ports 6000"]);
    }
}
