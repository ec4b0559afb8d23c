using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

using IdentityHost.Tests.Core;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

using TestSupport;

using Xunit;

using Browser = IdentityHost.Tests.Pages.Browser;

namespace IdentityHost.Tests.Outbox;

/// <summary>The page "test a client" against a client with real TLS. The certificate is trusted by the system of that one process only.</summary>
public sealed partial class ClientTestOverTlsTests
{
    [Fact]
    public async Task The_test_of_a_client_says_how_its_connection_was_secured()
    {
        using var directory = new TempDirectory();
        using var certificate = Certificate();
        var trusted = Path.Combine(directory.Path, "trusted.pem");
        await File.WriteAllTextAsync(trusted, certificate.ExportCertificatePem());
        await using var client = await ClientAsync(certificate);
        var port = new Uri(client.Urls.Single()).Port;
        using var life = HostLife.Start(
            [
                .. CoreSettings.All($"https://localhost:{port}", directory.Path, null), new("Users:0:Username", "root"),
                new("Users:0:Password", "root-password"), new("Users:0:Roles:0", "admin"),
            ],
            new() { ["SSL_CERT_FILE"] = trusted });
        await Until.IsTrueAsync(() => life.IsRunning ? life.HasStarted : throw new InvalidOperationException($"The host ended:\n{life.Output}"));
        using var browser = new Browser(new Uri(Listening().Match(life.Output).Groups[1].Value));
        await browser.SubmitAsync(await browser.GetAsync("/account/login"), ("Username", "root"), ("Password", "root-password"));

        var answer = await browser.PressAsync(await browser.GetAsync("/admin/clients"), "button[value=c10]");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Matches(@"Healthy\..*HTTP 200 · \d+ ms · Tls1[23]", Regex.Replace(answer.Main, @"\s+", " "));
        await life.KillAsync();
    }

    private static async Task<WebApplication> ClientAsync(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        app.MapPost("/{client}/logout", () => Results.Ok());
        await app.StartAsync();
        return app;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex Listening();
}
