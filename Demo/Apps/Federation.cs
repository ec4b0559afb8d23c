using Demo.Stage;

namespace Demo.Apps;

/// <summary>The processes of the demo and what each is told.</summary>
internal sealed class Federation
{
    private readonly DemoOptions _options;
    private readonly Layout _layout;

    public Federation(DemoOptions options, Layout layout)
    {
        (_options, _layout) = (options, layout);
        Addresses = new Addresses(options);
        Apps =
        [
            IdentityHost(),
            Client("ClientA", "ClientA", Addresses["ClientA"], "/"),
            .. Addresses.Replicas.Select((address, i) => Client($"ClientA-{i + 2}", "ClientA", address, "/")),
            Client("ClientB", "ClientB", Addresses["ClientB"], "/"),
            Client("ResourceApi", "ResourceApi", Addresses["ResourceApi"], "/health"),
        ];
    }

    public Addresses Addresses { get; }

    public IReadOnlyList<AppSpec> Apps { get; }

    private AppSpec IdentityHost()
    {
        var environment = Common("IdentityHost", "IdentityHost", Addresses["IdentityHost"]);
        environment["Issuer"] = Addresses.Text(Addresses["IdentityHost"]);
        foreach (var (name, value) in DevelopmentSettings.Replicas(_layout.ContentRoot("IdentityHost"), Addresses))
            environment[name] = value;
        return new("IdentityHost", "IdentityHost", Addresses["IdentityHost"], "/.well-known/openid-configuration", environment);
    }

    private AppSpec Client(string name, string project, Uri address, string ready)
    {
        var environment = Common(name, project, address);
        environment["OpenIdConnect__Authority"] = Addresses.Text(Addresses["IdentityHost"]);
        if (_options.Redis is { } redis)
            environment["ConnectionStrings__Redis"] = redis;
        // Every instance of one application must be able to read the others' cookies.
        if (project == "ClientA" && Addresses.Replicas.Count > 0)
            environment["DataProtection__Directory"] = Path.Combine(_layout.DataDirectory, project, "shared-keys");
        return new(name, project, address, ready, environment);
    }

    private Dictionary<string, string> Common(string name, string project, Uri address)
        => new(DevelopmentSettings.Moved(_layout.ContentRoot(project), Addresses))
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = Addresses.Text(address),
            ["DataDirectory"] = Path.Combine(_layout.DataDirectory, name),
            // Structured, because the start page shows what happens as it is logged; LogReader makes readable lines of it for the terminal.
            ["Logging__Console__FormatterName"] = "json",
            ["Logging__Console__FormatterOptions__TimestampFormat"] = "yyyy-MM-ddTHH:mm:ss.ffffffZ",
            ["Logging__Console__FormatterOptions__UseUtcTimestamp"] = "true",
            ["Logging__LogLevel__IdentityHost.Delivery"] = "Debug",
            ["Logging__LogLevel__IdentityHost.Accounts"] = "Debug",
            ["Logging__LogLevel__Shared.Logout.Live"] = "Debug",
            // Who signed in is read from the cookie handler, which is the same with either sign-in handler. The scope names the request's path.
            ["Logging__LogLevel__Microsoft.AspNetCore.Authentication.Cookies"] = "Information",
            ["Logging__Console__FormatterOptions__IncludeScopes"] = "true",
            ["Demo__Stopwatch"] = Addresses.Text(Addresses.StartPage) + PageTimes.Path,
            ["DOTNET_STARTUP_HOOKS"] = typeof(Program).Assembly.Location,
        };
}
