using System.Text.Json.Nodes;
using Shared.Logout.Testing;
using static Shared.Logout.LogoutTokenError;

namespace Shared.Logout.UnitTests.Door;

/// <summary>Which of the provider's keys may verify: the rest of part A2 of the conformance table.</summary>
public sealed class KeyTests
{
    [Fact]
    [Trait("Row", "A-045")]
    public async Task An_algorithm_that_was_not_registered_is_refused_though_the_provider_has_such_a_key()
    {
        await using var host = await DoorHost.StartAsync();
        using var ec = FakeSigningKey.Ec();
        host.Provider.Publish(ec.ToJwk());
        await host.RefusedAsync(Algorithm, t => t.SignedBy(ec).Build());
    }

    [Theory]
    [InlineData("RS384"), InlineData("RS512"), InlineData("PS256"), InlineData("PS384"), InlineData("PS512"), InlineData("ES256"), InlineData("ES384"), InlineData("ES512")]
    [Trait("Row", "A-046")]
    public async Task An_algorithm_that_was_registered_is_accepted_and_RS256_no_more(string algorithm)
    {
        var key = algorithm[0] == 'E' ? FakeSigningKey.Ec(algorithm: algorithm) : TestKeys.First(algorithm);
        await using var host = await DoorHost.StartAsync(o => o.SigningAlgorithms.Add(algorithm), key: key);
        var other = TestKeys.Second();
        host.Provider.Publish(other.ToJwk());
        await host.RefusedAsync(Algorithm, t => t.SignedBy(other).Build());
        await host.AcceptedAsync(t => t.Build());
    }

    [Fact]
    [Trait("Row", "A-041")]
    public async Task A_client_that_registered_none_for_ID_tokens_cannot_have_unsigned_logouts()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => DoorHost.StartAsync(o => o.SigningAlgorithms.Add("none")));
        await using var host = await DoorHost.StartAsync();
        await host.RefusedAsync(Algorithm, t => t.WithHeader("alg", "none").BuildUnsigned() + ".");
    }

    [Fact]
    [Trait("Row", "A-050")]
    public async Task The_key_that_kid_names_is_the_only_one_that_is_tried()
    {
        await using var host = await DoorHost.StartAsync();
        var first = host.Provider.SigningKey;
        var second = host.Provider.Rotate();
        await host.RefusedAsync(Signature, t => t.ForgedBy(first).Build());
        await host.AcceptedAsync(t => t.SignedBy(first).Build());
        Assert.NotEqual(first.KeyId, second.KeyId);
    }

    [Fact]
    [Trait("Row", "A-051")]
    public async Task Without_kid_the_only_suitable_key_is_used()
    {
        await using var host = await DoorHost.StartAsync();
        using var ec = FakeSigningKey.Ec();
        host.Provider.Publish(ec.ToJwk());
        await host.AcceptedAsync(t => t.WithoutHeader("kid").Build());
    }

    [Fact]
    [Trait("Row", "A-052")]
    public async Task Without_kid_and_with_two_suitable_keys_the_token_is_refused()
    {
        await using var host = await DoorHost.StartAsync();
        host.Provider.Rotate();
        await host.RefusedAsync(UnknownKey, t => t.WithoutHeader("kid").Build());
    }

    [Fact]
    [Trait("Row", "A-060")]
    public async Task Malformed_keys_and_a_kid_used_twice_do_not_spoil_the_others()
    {
        await using var host = await DoorHost.StartAsync();
        var other = TestKeys.Second();
        host.Provider.Publish(other.As(keyId: host.Provider.SigningKey.KeyId).ToJwk());
        foreach (var broken in (JsonObject[])
        [
            new() { ["kty"] = "RSA", ["kid"] = "broken", ["n"] = "!!", ["e"] = "AQAB" },
            new() { ["kty"] = "RSA", ["kid"] = "broken", ["n"] = "AQAB", ["e"] = "AQAB" },
            new() { ["kty"] = "RSA", ["kid"] = 5 },
            new() { ["kty"] = "EC", ["kid"] = "broken", ["crv"] = "P-256", ["x"] = new string('A', 43), ["y"] = new string('A', 43) },
            new() { ["kty"] = "RSA", ["kid"] = "broken", ["n"] = Misspelt(other.ToJwk(), "n"), ["e"] = "AQAB" },
            new() { ["kty"] = "RSA", ["kid"] = "broken", ["n"] = (string)other.ToJwk()["n"]!, ["e"] = "AQABA" },
            new() { ["kty"] = "unheard-of" },
        ])
            host.Provider.Publish(broken);
        await host.RefusedAsync(UnknownKey, t => t.WithHeader("kid", "broken").Build());
        await host.AcceptedAsync(t => t.Build());
        await host.AcceptedAsync(t => t.ForgedBy(other).Build());
    }

    // The last character carries bits that belong to no byte; a sloppy encoder leaves them set.
    private static string Misspelt(JsonObject jwk, string name)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var text = (string)jwk[name]!;
        return text[..^1] + alphabet[alphabet.IndexOf(text[^1], StringComparison.Ordinal) + 1];
    }

    [Theory]
    [InlineData("enc"), InlineData("key_ops"), InlineData("alg"), InlineData("small")]
    [Trait("Row", "A-061")]
    public async Task A_key_that_is_not_for_this_signature_does_not_verify_it(string why)
    {
        var key = why == "small" ? FakeSigningKey.Rsa(bits: 1024) : TestKeys.Second();
        var jwk = key.ToJwk();
        if (why == "enc")
            jwk["use"] = "enc";
        if (why == "key_ops")
            jwk["key_ops"] = new JsonArray("sign", "wrapKey");
        if (why == "alg")
            jwk["alg"] = "PS256";
        await using var host = await DoorHost.StartAsync();
        host.Provider.Publish(jwk);
        await host.RefusedAsync(UnknownKey, t => t.SignedBy(key).Build());
    }

    [Fact]
    [Trait("Row", "A-062")]
    public async Task A_symmetric_key_among_the_providers_keys_verifies_nothing()
    {
        await using var host = await DoorHost.StartAsync();
        host.Provider.Publish(new JsonObject { ["kty"] = "oct", ["kid"] = "oct", ["k"] = "c2VjcmV0", ["alg"] = "HS256" });
        await host.RefusedAsync(Algorithm, t => HeaderTests.Mac(t.WithHeader("kid", "oct"), "secret"u8.ToArray()));
    }
}
