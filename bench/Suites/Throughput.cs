extern alias IdentityHostApp;

using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Bench.Apps;
using Bench.Harness;
using IdentityHostApp::IdentityHost.Configuration;
using IdentityHostApp::IdentityHost.EndSession;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Bench.Suites;

/// <summary>Deliveries per second with the outbox, against a loop that signs and posts and does nothing else, in this process and with as many at once.</summary>
internal sealed class Throughput(Provider provider, LogoutSink sink, string what, string algorithm)
{
    private const int Rounds = 7;
    private const int WarmUp = 3;
    private const int Sessions = 40;
    private const int Total = Sessions * Provider.Clients;

    private readonly int _concurrency = provider.Get<IOptions<IdentityHostOptions>>().Value.Delivery.MaxConcurrency;

    public async Task RunAsync(Report report)
    {
        var (ours, bare) = (new List<double>(), new List<double>());
        for (var round = -WarmUp; round < Rounds; round++)
        {
            report.Doing($"deliveries, {what}, round {round + 1} of {Rounds}");
            var user = await provider.NewUserAsync();
            await Task.WhenAll(Enumerable.Range(0, Sessions).Select(_ => provider.SignInAsync(user, Enumerable.Range(0, Provider.Clients))));
            await sink.ResetAsync();
            var start = Stopwatch.GetTimestamp();
            var ended = await provider.Door.EndAsync(new EndSessionRequest(EndReason.Admin) { Sub = user.Sub }, default);
            await provider.SettledAsync(ended.BatchId);
            var mine = Total / Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (await sink.CountAsync() != (Total, Total))
                throw new InvalidOperationException($"The sink got {await sink.CountAsync()}, not {Total} deliveries.");

            var theirs = await BareAsync();
            if (round < 0)
                continue;
            ours.Add(mine);
            bare.Add(theirs);
        }
        report.Add($"deliveries, {what}: the outbox", "per s", new Sample(ours));
        report.Add($"deliveries, {what}: bare loop of sign and POST", "per s", new Sample(bare));
        report.AtLeast($"outbox / bare loop, {what}", 0.6, new Sample(ours.Zip(bare, (a, b) => a / b)).Median);
    }

    private async Task<double> BareAsync()
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
        var next = -1;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, _concurrency).Select(_ => Task.Run(async () =>
        {
            using var signer = new Signer(algorithm);
            while (Interlocked.Increment(ref next) is var i && i < Total)
            {
                using var content = new ByteArrayContent(Encoding.ASCII.GetBytes("logout_token=" + signer.Token(Provider.Client(i % Provider.Clients), i)));
                content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
                using var request = new HttpRequestMessage(HttpMethod.Post, $"{sink.Address}/{Provider.Client(i % Provider.Clients)}/logout") { Content = content };
                request.Headers.Add(LogoutSinkApp.DeliveryHeader, $"bare-{i}");
                using var answer = await http.SendAsync(request, default);
                if (!answer.IsSuccessStatusCode)
                    throw new InvalidOperationException($"The sink answered {(int)answer.StatusCode}.");
            }
        })));
        return Total / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The least that makes a logout token.</summary>
    private sealed class Signer(string algorithm) : IDisposable
    {
        private static readonly RSAParameters s_rsa = RSA.Create(2048).ExportParameters(true);
        private static readonly ECParameters s_ec = ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportParameters(true);

        private readonly RSA? _rsa = algorithm == "RS256" ? RSA.Create(s_rsa) : null;
        private readonly ECDsa? _ec = algorithm == "ES256" ? ECDsa.Create(s_ec) : null;
        private readonly string _header = WebEncoders.Base64UrlEncode(Encoding.ASCII.GetBytes($$"""{"alg":"{{algorithm}}","kid":"bare","typ":"logout+jwt"}"""));

        public string Token(string client, int number)
        {
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            var payload = $$$"""{"iss":"http://idp.test","aud":"{{{client}}}","iat":{{{now}}},"exp":{{{now + 120}}},"jti":"{{{Guid.NewGuid():N}}}","sid":"session-{{{number}}}","sub":"subject","events":{"http://schemas.openid.net/event/backchannel-logout":{}},"logout_reason":"admin"}""";
            var signed = $"{_header}.{WebEncoders.Base64UrlEncode(Encoding.ASCII.GetBytes(payload))}";
            var bytes = Encoding.ASCII.GetBytes(signed);
            var signature = _rsa?.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                ?? _ec!.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            return $"{signed}.{WebEncoders.Base64UrlEncode(signature)}";
        }

        public void Dispose()
        {
            _rsa?.Dispose();
            _ec?.Dispose();
        }
    }
}
