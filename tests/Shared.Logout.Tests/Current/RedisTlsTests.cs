using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Shared.Logout.Tests.Storage;
using TestSupport;

namespace Shared.Logout.Tests.Current;

/// <summary>Redis behind TLS, with a certificate of the house's own authority.</summary>
public sealed class RedisTlsTests : IAsyncLifetime
{
    private const string Authority = "SERedis_IssuerCertPath"; // where version 2 of the client looks for an authority that the system does not know
    private readonly string _directory = Directory.CreateTempSubdirectory("redis-tls-").FullName;
    private readonly string? _before = Environment.GetEnvironmentVariable(Authority);
    private readonly int _port = FreePort.Next();
    private RedisServer _server = null!;

    public async Task InitializeAsync()
    {
        var (certificate, key) = WriteCertificates();
        _server = await RedisServer.StartAsync(
            "--tls-port", _port.ToString(CultureInfo.InvariantCulture), "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", AuthorityFile, "--tls-auth-clients", "no");
    }

    public async Task DisposeAsync()
    {
        Environment.SetEnvironmentVariable(Authority, _before);
        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Two_instances_share_their_revocations_through_an_encrypted_connection()
    {
        Environment.SetEnvironmentVariable(Authority, AuthorityFile);
        await using var first = await Instance.StartAsync($"127.0.0.1:{_port},ssl=true,sslHost=redis.test");
        await using var second = await Instance.StartAsync($"127.0.0.1:{_port},ssl=true,sslHost=redis.test");
        var key = Instance.NewKey();

        await first.RecordAsync(key);

        await Until.IsTrueAsync(() => second.Holds([key]));
    }

    [Theory]
    [InlineData("redis.test", false)]
    [InlineData("other.test", true)]
    public async Task A_certificate_of_an_unknown_authority_or_for_another_name_is_an_outage(string name, bool knowsTheAuthority)
    {
        Environment.SetEnvironmentVariable(Authority, knowsTheAuthority ? AuthorityFile : null);
        await using var instance = await Instance.StartAsync($"127.0.0.1:{_port},ssl=true,sslHost={name}", inStep: false);

        Assert.False(await instance.TryRecordAsync(Instance.NewKey()));
        Assert.False(instance.Status.InStep);
    }

    private string AuthorityFile => Path.Combine(_directory, "authority.pem");

    private (string Certificate, string Key) WriteCertificates()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = RSA.Create(2048);
        var request = new CertificateRequest("CN=House authority", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var authority = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(AuthorityFile, authority.ExportCertificatePem());

        using var serverKey = RSA.Create(2048);
        request = new CertificateRequest("CN=redis.test", serverKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("redis.test");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var server = request.Create(authority, now.AddDays(-1), now.AddDays(1), [1, 2, 3]);
        var (certificate, key) = (Path.Combine(_directory, "server.pem"), Path.Combine(_directory, "server.key"));
        File.WriteAllText(certificate, server.ExportCertificatePem());
        File.WriteAllText(key, serverKey.ExportPkcs8PrivateKeyPem());
        return (certificate, key);
    }
}
