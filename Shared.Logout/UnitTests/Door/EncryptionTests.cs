using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using static Shared.Logout.LogoutTokenError;

namespace Shared.Logout.UnitTests.Door;

/// <summary>Encrypted logout tokens: rows of the conformance table.</summary>
public sealed class EncryptionTests(EncryptionTests.Fixture fixture) : IClassFixture<EncryptionTests.Fixture>
{
    private static readonly RSA Key = RSA.Create(2048);
    private readonly DoorHost _host = fixture.Host;

    public sealed class Fixture : IAsyncLifetime
    {
        internal DoorHost Host { get; private set; } = null!;

        public async Task InitializeAsync() => Host = await DoorHost.StartAsync(o => o.DecryptionKeys.Add(new RsaSecurityKey(Key) { KeyId = "enc" }));

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }

    // The rule of the table needs the valid form to be encrypted here, so the accepting half is its own.
    private async Task RefusedAsync(LogoutTokenError reason, Func<Testing.LogoutTokenBuilder, string> spoil)
    {
        var token = _host.Token();
        using var browser = await _host.SignInAsync(token);
        _host.Metrics.Clear();
        var attempts = _host.Book.Attempts;
        await Verdicts.AssertRefusedAsync(await _host.PostAsync(spoil(token)));
        Assert.Equal([reason.ToString()], _host.Metrics.Refused);
        Assert.Equal(attempts, _host.Book.Attempts);
        Assert.True(await browser.IsSignedIn());
        await Verdicts.AssertAcceptedAsync(await _host.PostAsync(EncryptedToken.Create(token.Build(), Key)));
        Assert.False(await browser.IsSignedIn());
    }

    [Fact]
    [Trait("Row", "A-077")]
    public Task A_client_that_registered_encryption_refuses_a_plain_token() => RefusedAsync(NotEncrypted, t => t.Build());

    [Theory]
    [InlineData("RSA-OAEP-256", "A256GCM"), InlineData("RSA-OAEP", "A128GCM"), InlineData("RSA-OAEP", "A128CBC-HS256")]
    [InlineData("RSA-OAEP-256", "A192CBC-HS384"), InlineData("RSA-OAEP-256", "A256CBC-HS512"), InlineData("RSA-OAEP-256", "A192GCM")]
    [Trait("Row", "A-078")]
    public Task A_signed_and_then_encrypted_token_is_accepted(string alg, string enc)
        => _host.AcceptedAsync(t => EncryptedToken.Create(t.Build(), Key, alg, enc, h => h["kid"] = "enc"));

    [Theory]
    [InlineData("none"), InlineData("claims"), InlineData("twice"), InlineData("stranger")]
    [Trait("Row", "A-080")]
    public Task Encryption_does_not_replace_the_signature(string inside)
        => RefusedAsync(inside switch { "none" => Algorithm, "stranger" => Signature, _ => MalformedToken }, t => EncryptedToken.Create(
            inside switch
            {
                "none" => t.WithHeader("alg", "none").BuildUnsigned() + ".",
                "claims" => t.PayloadJson,
                "twice" => EncryptedToken.Create(t.Build(), Key),
                _ => t.Build(data => RSA.Create(2048).SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
            },
            Key));

    [Theory]
    [InlineData("RSA1_5"), InlineData("dir"), InlineData("PBES2-HS512+A256KW"), InlineData("A256KW"), InlineData("RSA-OAEP-512")]
    [Trait("Row", "A-081")]
    public Task A_weak_or_costly_encryption_is_refused_before_it_is_tried(string alg)
        => RefusedAsync(Algorithm, t => EncryptedToken.Create(t.Build(), Key, alg, change: h => (h["p2c"], h["p2s"]) = (2_000_000_000, "c2FsdA")));

    [Fact]
    [Trait("Row", "A-081")]
    public Task Compressed_content_is_refused() => RefusedAsync(Algorithm, t => EncryptedToken.Create(t.Build(), Key, change: h => h["zip"] = "DEF"));

    [Theory]
    [InlineData("crit"), InlineData("key"), InlineData("tag"), InlineData("wrapped"), InlineData("header"), InlineData("kid"), InlineData("typ")]
    [Trait("Row", "A-079")]
    public Task A_token_that_this_client_cannot_or_must_not_open_is_refused(string what)
        => RefusedAsync(what switch { "crit" => CriticalHeader, "typ" => TokenType, _ => Encrypted }, t => what switch
        {
            "crit" => EncryptedToken.Create(t.Build(), Key, change: h => h["crit"] = new JsonArray("exp")),
            "key" => EncryptedToken.Create(t.Build(), RSA.Create(2048)),
            "kid" => EncryptedToken.Create(t.Build(), Key, change: h => h["kid"] = "other"),
            "typ" => EncryptedToken.Create(t.Build(), Key, change: h => h["typ"] = "at+jwt"),
            "tag" => Changed(EncryptedToken.Create(t.Build(), Key), 4),
            "wrapped" => Changed(EncryptedToken.Create(t.Build(), Key), 1),
            _ => EncryptedToken.Create(t.Build(), Key).Split('.') is var p && EncryptedToken.Create(t.Build(), Key, change: h => h["x"] = 1).Split('.') is var q
                ? string.Join('.', [q[0], .. p[1..]]) : "",
        });

    [Fact]
    [Trait("Row", "A-082")]
    public async Task The_issuer_may_be_repeated_outside_but_not_contradicted()
    {
        await _host.AcceptedAsync(t => EncryptedToken.Create(t.Build(), Key));
        await _host.AcceptedAsync(t => EncryptedToken.Create(t.Build(), Key, change: h => h["iss"] = _host.Provider.Issuer));
        await RefusedAsync(Issuer, t => EncryptedToken.Create(t.Build(), Key, change: h => h["iss"] = "https://other.example"));
    }

    private static string Changed(string token, int part)
    {
        var parts = token.Split('.');
        parts[part] = (parts[part][0] == 'A' ? 'B' : 'A') + parts[part][1..];
        return string.Join('.', parts);
    }
}
