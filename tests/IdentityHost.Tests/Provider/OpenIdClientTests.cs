using System.ComponentModel;
using System.Diagnostics;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>A client library that this project did not write (openid-client from npm) against a real IdentityHost process.</summary>
public sealed class OpenIdClientTests
{
    private static readonly string Scripts = Path.Combine(Repository.Root, "tests", "IdentityHost.Tests", "openid-client");

    [Fact]
    public async Task Openid_client_signs_in_refreshes_introspects_revokes_and_signs_out()
    {
        await RunAsync("npm", "ci", "--no-audit", "--no-fund");
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        using var directory = new TempDirectory();
        await using var host = new AppProcess("IdentityHost", address, Environment(address, directory.Path));
        await host.StartAsync("/.well-known/openid-configuration");
        var output = await RunAsync("node", "federation.mjs", address.GetLeftPart(UriPartial.Authority));
        Assert.Contains("4 clients: all well", output, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Scripts,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Start(start, program);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}\n{await errors}");
            return await output;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo start, string program)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception ex)
        {
            throw new InvalidOperationException(
                $"'{program}' was not found. This test runs a client library from npm: install Node.js 20 or newer with npm, for example 'apt-get install nodejs npm'.", ex);
        }
    }

    private static Dictionary<string, string?> Environment(Uri address, string directory)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Issuer"] = address.GetLeftPart(UriPartial.Authority),
            ["DataDirectory"] = directory,
            ["Users__90__Username"] = "node-user",
            ["Users__90__Password"] = "node-password-1",
            ["ApiResources__90__Name"] = "node-api",
            ["ApiResources__90__ApiSecrets__0"] = "api-secret",
            ["ApiResources__90__Scopes__0"] = "node.read",
        };
        Client(settings, 90, "node-basic", "basic secret+%/ü", ("AccessTokenType", "Reference"));
        Client(settings, 91, "node-post", "post-secret");
        Client(settings, 92, "node-es256", "es-secret", ("IdTokenSignedResponseAlg", "ES256"));
        Client(settings, 93, "node-public", null, ("AccessTokenType", "Reference"));
        return settings;
    }

    private static void Client(Dictionary<string, string?> settings, int index, string id, string? secret, params (string Name, string Value)[] more)
    {
        var at = $"Clients__{index}__";
        settings[at + "ClientId"] = id;
        settings[at + "RedirectUris__0"] = $"http://127.0.0.1:9/{id}/cb";
        settings[at + "PostLogoutRedirectUris__0"] = $"http://127.0.0.1:9/{id}/bye";
        settings[at + "AllowOfflineAccess"] = "true";
        foreach (var (i, scope) in new[] { "openid", "profile", "email", "node.read" }.Index())
            settings[$"{at}AllowedScopes__{i}"] = scope;
        if (secret is null)
            settings[at + "RequireClientSecret"] = "false";
        else
            settings[at + "ClientSecrets__0"] = secret;
        foreach (var (name, value) in more)
            settings[at + name] = value;
    }
}
