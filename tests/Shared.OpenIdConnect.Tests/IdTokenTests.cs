using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Shared.OpenIdConnect.SignIn;
using Shared.OpenIdConnect.Tests.Infra;

namespace Shared.OpenIdConnect.Tests;

/// <summary>Rows D-081 and D-083: a valid ID token, one thing broken.</summary>
public sealed class IdTokenTests(SharedProvider shared) : IClassFixture<SharedProvider>, IDisposable
{
    private static readonly TestKey Stranger = TestKey.Rsa("key-1");
    private static readonly TestKey Weak = TestKey.Rsa("key-1", bits: 1024);
    // How headers and claims begin in a token. Fewer letters of them occur by chance in the random state of a logged address.
    private static readonly string[] TokenParts = ["eyJhbGciOi", "eyJraWQiOi", "eyJpc3MiOi"];
    private readonly TestBrowser _browser = new();
    private readonly FakeProvider _provider = shared.Provider;

    /// <summary>Each case is a reason and a name; a reason for tokens without a case fails <see cref="Every_reason_has_a_case"/>.</summary>
    private static readonly (SignInError Reason, string Case, Action<IdTokenBuilder> Break)[] Cases =
    [
        (SignInError.TokenMalformed, "no JWT", t => t.Finish = _ => "no-jwt"),
        (SignInError.TokenMalformed, "five parts", t => t.Finish = jwt => jwt + ".a.b"),
        (SignInError.TokenMalformed, "padding", t => t.Finish = jwt => jwt + "="),
        (SignInError.TokenMalformed, "blank", t => t.Finish = jwt => jwt.Replace(".", ". ", StringComparison.Ordinal)),
        (SignInError.TokenMalformed, "no signature", t => t.Finish = jwt => jwt[..(jwt.LastIndexOf('.') + 1)]),
        (SignInError.TokenMalformed, "claim twice", t => t.RawClaims = t.Claims.ToJsonString()[..^1] + ",\"sub\":\"bob\"}"),
        (SignInError.TokenMalformed, "lone surrogate", t => t.RawClaims = t.Claims.ToJsonString()[..^1] + ",\"x\":\"\\ud800\"}"),
        (SignInError.TokenMalformed, "array", t => t.RawClaims = "[]"),
        (SignInError.TokenMalformed, "kid a number", t => t.Header["kid"] = 1),
        (SignInError.TokenType, "an access token", t => t.Header["typ"] = "at+jwt"),
        (SignInError.TokenType, "a logout token", t => t.Header["typ"] = "logout+jwt"),
        (SignInError.TokenType, "typ a number", t => t.Header["typ"] = 1),
        (SignInError.TokenType, "crit", t => t.Header["crit"] = new JsonArray("exp")),
        (SignInError.TokenAlgorithm, "none", t => { t.Header["alg"] = "none"; t.Finish = jwt => jwt + "AA"; }),
        (SignInError.TokenAlgorithm, "public key as HMAC secret", t => t.Header["alg"] = "HS256"),
        (SignInError.TokenAlgorithm, "RS384", t => t.Header["alg"] = "RS384"),
        (SignInError.TokenAlgorithm, "alg missing", t => { t.Header["alg"] = "none"; t.Finish = jwt => Reheader(jwt, "{\"kid\":\"key-1\"}") + "AA"; }),
        (SignInError.TokenKey, "unknown kid", t => t.Header["kid"] = "key-9"),
        (SignInError.TokenKey, "alg of another key type", t => { t.Header["alg"] = "ES256"; }),
        (SignInError.TokenSignature, "other key, same kid", t => t.Key = Stranger),
        (SignInError.TokenSignature, "claims exchanged", t => t.Finish = jwt => Reclaim(jwt, t.Claims.ToJsonString().Replace("alice", "bob", StringComparison.Ordinal))),
        (SignInError.TokenSignature, "signature cut", t => t.Finish = jwt => jwt[..^6]),
        (SignInError.TokenIssuer, "other", t => t.Claims["iss"] = "https://evil.test"),
        (SignInError.TokenIssuer, "final slash", t => t.Claims["iss"] = t.Claims["iss"] + "/"),
        (SignInError.TokenIssuer, "missing", t => t.Claims.Remove("iss")),
        (SignInError.TokenAudience, "other", t => t.Claims["aud"] = "other"),
        (SignInError.TokenAudience, "case", t => t.Claims["aud"] = "RP"),
        (SignInError.TokenAudience, "missing", t => t.Claims.Remove("aud")),
        (SignInError.TokenAudience, "others beside", t => { t.Claims["aud"] = new JsonArray("rp", "other"); t.Claims["azp"] = "rp"; }),
        (SignInError.TokenAudience, "numbers beside", t => t.Claims["aud"] = new JsonArray("rp", 1)),
        (SignInError.TokenAuthorizedParty, "other", t => t.Claims["azp"] = "other"),
        (SignInError.TokenAuthorizedParty, "a number", t => t.Claims["azp"] = 1),
        (SignInError.TokenSubject, "missing", t => t.Claims.Remove("sub")),
        (SignInError.TokenSubject, "empty", t => t.Claims["sub"] = ""),
        (SignInError.TokenSubject, "a number", t => t.Claims["sub"] = 7),
        (SignInError.TokenExpired, "expired", t => t.Claims["exp"] = Now() - 301),
        (SignInError.TokenExpired, "missing", t => t.Claims.Remove("exp")),
        (SignInError.TokenExpired, "text", t => t.Claims["exp"] = "9999999999"),
        (SignInError.TokenExpired, "beyond all dates", t => t.RawClaims = t.Claims.ToJsonString().Replace($"\"exp\":{t.Claims["exp"]}", "\"exp\":1e400", StringComparison.Ordinal)),
        (SignInError.TokenIssuedAt, "missing", t => t.Claims.Remove("iat")),
        (SignInError.TokenIssuedAt, "future", t => t.Claims["iat"] = Now() + 330),
        (SignInError.TokenIssuedAt, "not before", t => t.Claims["nbf"] = Now() + 330),
        (SignInError.TokenIssuedAt, "not before text", t => t.Claims["nbf"] = "soon"),
        (SignInError.TokenNonce, "missing", t => t.Claims.Remove("nonce")),
        (SignInError.TokenNonce, "a logout token that calls itself JWT", t =>
        {
            t.Claims.Remove("nonce");
            t.Claims["events"] = new JsonObject { ["http://schemas.openid.net/event/backchannel-logout"] = new JsonObject() };
        }),
        (SignInError.TokenNonce, "wrong", t => t.Claims["nonce"] = "wrong"),
        (SignInError.TokenNonce, "a number", t => t.Claims["nonce"] = 1),
        (SignInError.TokenAccessTokenHash, "wrong", t => t.Claims["at_hash"] = IdTokenBuilder.HalfHash("other")),
        (SignInError.TokenAccessTokenHash, "a number", t => t.Claims["at_hash"] = 1),
        (SignInError.TokenAuthTime, "too old", t => t.Claims["auth_time"] = Now() - 4000),
        (SignInError.TokenAuthTime, "missing", t => t.Claims.Remove("auth_time")),
    ];

    public static TheoryData<string> Names { get; } = [.. Cases.Select(c => $"{c.Reason}: {c.Case}")];

    public void Dispose()
    {
        shared.Straighten();
        _browser.Dispose();
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_broken_ID_token_signs_nobody_in(string name)
    {
        var (reason, _, change) = Cases.Single(c => $"{c.Reason}: {c.Case}" == name);
        _provider.IdToken = change;
        var app = shared.App;

        var page = await _browser.OpenAsync(app.Address + "/me");

        Assert.Equal((reason, HttpStatusCode.BadRequest), (app.Reason, page.Status));
        Assert.Equal("nobody", await app.WhoAsync(_browser));
        Assert.DoesNotContain("/userinfo", _provider.Requests);
        Assert.Contains(app.Log.All, line => line.StartsWith($"Warning SignInRefused: Sign-in refused: {reason}.", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Log.All, line => line.Contains("alice", StringComparison.Ordinal) || TokenParts.Any(line.Contains));
    }

    [Fact]
    public void Every_reason_has_a_case()
        => Assert.Equal(Enum.GetValues<SignInError>().Where(r => r.ToString().StartsWith("Token", StringComparison.Ordinal) && r != SignInError.TokenResponse), Cases.Select(c => c.Reason).Distinct().Order());

    [Theory]
    [InlineData("typ absent")]
    [InlineData("typ jwt")]
    [InlineData("at_hash right")]
    [InlineData("fraction of a second")]
    [InlineData("azp and array")]
    [InlineData("no sid")]
    [InlineData("no kid")]
    public async Task What_the_specification_leaves_open_is_accepted(string what)
    {
        var accessToken = "the-token";
        _provider.TokenAnswer = answer => answer["access_token"] = accessToken;
        _provider.IdToken = token => _ = what switch
        {
            "typ absent" => token.Header.Remove("typ"),
            "no kid" => token.Header.Remove("kid"),
            "no sid" => token.Claims.Remove("sid"), // D-087: such a session ends by sub
            "typ jwt" => (token.Header["typ"] = "jwt") is null,
            "at_hash right" => (token.Claims["at_hash"] = IdTokenBuilder.HalfHash(accessToken)) is null,
            "fraction of a second" => (token.Claims["exp"] = Now() + 100.5) is null,
            _ => (token.Claims["aud"] = new JsonArray("rp")) is null && (token.Claims["azp"] = "rp") is null,
        };
        var app = shared.App;

        await _browser.OpenAsync(app.Address + "/me");

        Assert.Equal("alice-1", await app.WhoAsync(_browser));
    }

    [Fact]
    public async Task A_token_without_kid_is_refused_where_there_are_two_keys()
    {
        _provider.Keys.Insert(0, TestKey.Rsa("key-0"));
        _provider.IdToken = token => token.Header.Remove("kid");
        await using var app = await RelyingParty.StartAsync(_provider);

        await _browser.OpenAsync(app.Address + "/me");

        Assert.Equal(SignInError.TokenKey, app.Reason);
    }

    [Fact]
    public async Task A_weak_key_is_no_key()
    {
        _provider.Keys[0] = Weak;
        await using var app = await RelyingParty.StartAsync(_provider);

        await _browser.OpenAsync(app.Address + "/me");

        Assert.Equal(SignInError.TokenKey, app.Reason);
    }

    [Fact]
    public async Task A_trusted_audience_may_stand_beside_this_client_with_azp_only()
    {
        void TrustIt(Microsoft.AspNetCore.Authentication.OpenIdConnect.OpenIdConnectOptions options) => options.TokenValidationParameters.ValidAudiences = ["other"];
        _provider.IdToken = token => token.Claims["aud"] = new JsonArray("rp", "other");
        await using var app = await RelyingParty.StartAsync(_provider, TrustIt);
        await _browser.OpenAsync(app.Address + "/me");
        Assert.Equal(SignInError.TokenAuthorizedParty, app.Reason);

        _provider.IdToken = token => (token.Claims["aud"], token.Claims["azp"]) = (new JsonArray("rp", "other"), "rp");
        await _browser.OpenAsync(app.Address + "/me");

        Assert.Equal("alice-1", await app.WhoAsync(_browser));
    }

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private static string Reheader(string jwt, string header)
        => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header)) + jwt[jwt.IndexOf('.', StringComparison.Ordinal)..];

    private static string Reclaim(string jwt, string claims)
        => jwt.Split('.') is [var header, _, var signature] ? $"{header}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.{signature}" : jwt;
}
