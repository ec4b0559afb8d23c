using System.Globalization;
using System.Text.Json.Nodes;
using Shared.Logout.Testing;
using static Shared.Logout.LogoutTokenError;

namespace Shared.Logout.UnitTests.Door;

/// <summary>Registered claims: part A4 of the conformance table.</summary>
public sealed class ClaimTests(DoorFixture fixture) : IClassFixture<DoorFixture>
{
    private const string ClientId = DoorHost.ClientId;
    private readonly DoorHost _host = fixture.Host;

    private static readonly Dictionary<string, TokenCase> Refusals = new()
    {
        ["A-103 iss missing"] = new(Issuer, t => t.Without("iss")),
        ["A-103 iss null"] = new(Issuer, t => t.With("iss", null)),
        ["A-103 iss number"] = new(Issuer, t => t.With("iss", 1)),
        ["A-103 iss array"] = new(Issuer, t => t.With("iss", new JsonArray(Iss(t)))),
        ["A-105 iss with a suffix"] = new(Issuer, t => t.With("iss", Iss(t) + "x")),
        ["A-106 iss with a slash"] = new(Issuer, t => t.With("iss", Iss(t) + "/")),
        ["A-106 iss in upper case"] = new(Issuer, t => t.With("iss", Iss(t).ToUpperInvariant())),
        ["A-106 iss without port"] = new(Issuer, t => t.With("iss", "http://127.0.0.1")),
        ["A-106 iss with https"] = new(Issuer, t => t.With("iss", Iss(t).Replace("http:", "https:", StringComparison.Ordinal))),
        ["A-106 iss percent-encoded"] = new(Issuer, t => t.With("iss", Iss(t).Replace("127", "%3127", StringComparison.Ordinal))),
        ["A-108 aud missing"] = new(Audience, t => t.Without("aud")),
        ["A-108 aud null"] = new(Audience, t => t.With("aud", null)),
        ["A-108 aud number"] = new(Audience, t => t.With("aud", 1)),
        ["A-108 aud object"] = new(Audience, t => t.With("aud", new JsonObject { [ClientId] = ClientId })),
        ["A-108 aud empty"] = new(Audience, t => t.With("aud", "")),
        ["A-108 aud empty array"] = new(Audience, t => t.With("aud", new JsonArray())),
        ["A-109 aud is another client"] = new(Audience, t => t.With("aud", "other")),
        ["A-111 aud array without this client"] = new(Audience, t => t.With("aud", new JsonArray("other", "third"))),
        ["A-112 aud with an untrusted one"] = new(Audience, t => t.With("aud", new JsonArray(ClientId, "other"))),
        ["A-112 aud with a number beside"] = new(Audience, t => t.With("aud", new JsonArray(ClientId, 1))),
        ["A-113 aud in other case"] = new(Audience, t => t.With("aud", "APP")),
        ["A-113 aud with a slash"] = new(Audience, t => t.With("aud", ClientId + "/")),
        ["A-113 aud with a space"] = new(Audience, t => t.With("aud", ClientId + " ")),
        ["A-113 aud is a prefix"] = new(Audience, t => t.With("aud", "ap")),
        ["A-114 token of another client"] = new(Audience, t => t.With("aud", "app2")),
        ["A-115 azp is another client"] = new(AuthorizedParty, t => t.With("azp", "other")),
        ["A-115 azp null"] = new(AuthorizedParty, t => t.With("azp", null)),
        ["A-116 exp missing"] = new(MissingClaim, t => t.Without("exp")),
        ["A-117 exp past beyond the skew"] = new(Expired, t => Shift(t, "exp", iatPlus: -61)),
        ["A-122 iat missing"] = new(MissingClaim, t => t.Without("iat")),
        ["A-123 iat in the future beyond the skew"] = new(NotYetValid, t => Shift(t, "iat", iatPlus: 61)),
        ["A-125 iat older than the window"] = new(TooOld, t => Shift(t, "iat", iatPlus: -661)),
        ["A-126 nbf in the future"] = new(NotYetValid, t => Shift(t, "nbf", iatPlus: 61)),
        ["A-127 exp as a string"] = new(MalformedClaim, t => t.With("exp", t["exp"])),
        ["A-127 iat as a string"] = new(MalformedClaim, t => t.With("iat", t["iat"])),
        ["A-130 exp after the year 9999"] = new(MalformedClaim, t => t.WithJson("exp", "253402300800")),
        ["A-130 exp above 2^53"] = new(MalformedClaim, t => t.WithJson("exp", "9007199254740993")),
        ["A-130 exp above 2^63"] = new(MalformedClaim, t => t.WithJson("exp", "9223372036854775808")),
        ["A-130 exp 1e400"] = new(MalformedClaim, t => t.WithJson("exp", "1e400")),
        ["A-130 exp of 400 digits"] = new(MalformedClaim, t => t.WithJson("exp", new string('9', 400))),
        ["A-131 exp negative"] = new(MalformedClaim, t => t.WithJson("exp", "-1")),
        ["A-131 exp 0"] = new(MalformedClaim, t => t.WithJson("exp", "0")),
        ["A-131 exp -0"] = new(MalformedClaim, t => t.WithJson("exp", "-0")),
        ["A-131 iat negative"] = new(MalformedClaim, t => t.WithJson("iat", "-1700000000")),
        ["A-131 iat 0"] = new(MalformedClaim, t => t.WithJson("iat", "0")),
        ["A-131 iat -0.0"] = new(MalformedClaim, t => t.WithJson("iat", "-0.0")),
        ["A-131 iat before the year 1"] = new(MalformedClaim, t => t.WithJson("iat", "-62135596801")),
        ["A-132 exp that a skew overflows"] = new(MalformedClaim, t => t.WithJson("exp", "253402300799")),
        ["A-132 iat that a skew overflows"] = new(MalformedClaim, t => t.WithJson("iat", "253402300799")),
        ["A-133 exp boolean"] = new(MalformedClaim, t => t.With("exp", true)),
        ["A-133 exp null"] = new(MalformedClaim, t => t.With("exp", null)),
        ["A-133 exp array"] = new(MalformedClaim, t => t.WithJson("exp", $"[{t["exp"]}]")),
        ["A-133 exp object"] = new(MalformedClaim, t => t.WithJson("exp", "{}")),
        ["A-133 iat boolean"] = new(MalformedClaim, t => t.With("iat", false)),
        ["A-133 iat null"] = new(MalformedClaim, t => t.With("iat", null)),
        ["A-133 nbf array"] = new(MalformedClaim, t => t.WithJson("nbf", "[]")),
        ["A-133 nbf null"] = new(MalformedClaim, t => t.With("nbf", null)),
        ["A-133 nbf a string"] = new(MalformedClaim, t => t.With("nbf", "0")),
        ["A-134 neither sub nor sid"] = new(NoSubjectOrSession, t => t.For(null, null)),
        ["A-139 sub number"] = new(MalformedClaim, t => t.With("sub", 1)),
        ["A-139 sub array"] = new(MalformedClaim, t => t.With("sub", new JsonArray("a"))),
        ["A-139 sub object"] = new(MalformedClaim, t => t.With("sub", new JsonObject())),
        ["A-139 sub null"] = new(MalformedClaim, t => t.With("sub", null)),
        ["A-139 sub empty"] = new(MalformedClaim, t => t.With("sub", "")),
        ["A-140 sid number"] = new(MalformedClaim, t => t.With("sid", 1)),
        ["A-140 sid array"] = new(MalformedClaim, t => t.With("sid", new JsonArray("a"))),
        ["A-140 sid object"] = new(MalformedClaim, t => t.With("sid", new JsonObject())),
        ["A-140 sid null"] = new(MalformedClaim, t => t.With("sid", null)),
        ["A-140 sid empty"] = new(MalformedClaim, t => t.With("sid", "")),
        ["A-141 sub of 256 characters"] = new(MalformedClaim, t => t.With("sub", new string('s', 256))),
        ["A-141 sub with non-ASCII"] = new(MalformedClaim, t => t.With("sub", "zoë")),
        ["A-142 sid with a control character"] = new(MalformedClaim, t => t.With("sid", "a\nb")),
        ["A-142 sid with non-ASCII"] = new(MalformedClaim, t => t.With("sid", "sé")),
        ["A-142 sid of 10 kB"] = new(MalformedClaim, t => t.With("sid", new string('s', 10_000))),
    };

    private static readonly Dictionary<string, Func<LogoutTokenBuilder, LogoutTokenBuilder>> Acceptances = new()
    {
        ["A-110 aud array with this client only"] = t => t.With("aud", new JsonArray(ClientId)),
        ["A-115 azp is this client"] = t => t.With("azp", ClientId),
        ["A-119 exp past within the skew"] = t => Shift(t, "exp", iatPlus: -59),
        ["A-120 one hour to live"] = t => Shift(t, "exp", iatPlus: 3600),
        ["A-121 ten years to live"] = t => Shift(t, "exp", iatPlus: 315_360_000),
        ["A-124 iat in the future within the skew"] = t => Shift(t, "iat", iatPlus: 60),
        ["A-125 iat at the end of the window"] = t => Shift(t, "iat", iatPlus: -660),
        ["A-126 nbf in the past"] = t => Shift(t, "nbf", iatPlus: -1),
        ["A-128 exp and iat fractional"] = t => t.WithJson("exp", t["exp"] + ".5").WithJson("iat", t["iat"] + ".25"),
        ["A-129 exp in exponent form"] = t => t.WithJson("exp", $"{Convert.ToInt64(t["exp"], CultureInfo.InvariantCulture) / 10}e1"),
        ["A-136 sid only"] = t => t.Without("sub"),
        ["A-137 sub and sid"] = t => t,
    };

    public static TheoryData<string> RefusedCases { get; } = [.. Refusals.Keys];

    public static TheoryData<string> AcceptedCases { get; } = [.. Acceptances.Keys];

    [Theory, MemberData(nameof(RefusedCases))]
    public Task A_token_with_a_wrong_claim_is_refused(string row) => _host.RefusedAsync(Refusals[row].Reason, Refusals[row].Break);

    [Theory, MemberData(nameof(AcceptedCases))]
    public Task A_token_with_claims_as_providers_send_them_is_accepted(string row) => _host.AcceptedAsync(t => Acceptances[row](t).Build());

    [Fact]
    [Trait("Row", "A-135")]
    public async Task A_token_for_a_subject_ends_all_its_sessions_and_no_other()
    {
        var (token, other) = (_host.Token(), _host.Token());
        using var chrome = await _host.SignInAsync(token);
        using var edge = await _host.SignInAsync(token.With("sid", "another-session"));
        using var stranger = await _host.SignInAsync(other);
        await Verdicts.AssertAcceptedAsync(await _host.PostAsync(token.Without("sid").Build()));
        Assert.Equal((false, false, true), (await chrome.IsSignedIn(), await edge.IsSignedIn(), await stranger.IsSignedIn()));
    }

    [Fact]
    [Trait("Row", "A-143")]
    public async Task A_subject_that_differs_in_case_only_is_somebody_else()
    {
        var token = _host.Token().For("alice-of-A-143", null);
        using var browser = await _host.SignInAsync(token.With("sid", "s-143"));
        await Verdicts.AssertAcceptedAsync(await _host.PostAsync(token.With("sub", "Alice-of-A-143").Build()));
        // A subject has ASCII characters only (A-141), so another Unicode normal form cannot be sent at all.
        await Verdicts.AssertRefusedAsync(await _host.PostAsync(token.With("sub", "alice\u0301-of-A-143").Build()));
        Assert.True(await browser.IsSignedIn());
    }

    [Fact]
    [Trait("Row", "A-118")]
    public async Task Without_skew_a_token_is_expired_in_the_second_of_its_exp()
    {
        await using var host = await DoorHost.StartAsync(o => o.ClockSkew = TimeSpan.Zero);
        await host.RefusedAsync(Expired, t => Shift(t, "exp", iatPlus: 0).Build());
        await host.AcceptedAsync(t => Shift(t, "exp", iatPlus: 1).Build());
    }

    [Fact]
    [Trait("Row", "A-112")]
    public async Task A_second_audience_passes_where_it_is_trusted()
    {
        await using var host = await DoorHost.StartAsync(o => o.TrustedAudiences.Add("partner"));
        await host.RefusedAsync(Audience, t => t.With("aud", new JsonArray(ClientId, "partner", "other")).Build());
        await host.AcceptedAsync(t => t.With("aud", new JsonArray(ClientId, "partner")).Build());
    }

    [Fact]
    [Trait("Row", "A-116")]
    public async Task A_provider_that_sends_no_exp_can_be_allowed_to()
    {
        await using var host = await DoorHost.StartAsync(o => o.RequireExpiration = false);
        await host.RefusedAsync(Expired, t => Shift(t, "exp", iatPlus: -61).Build());
        await host.AcceptedAsync(t => t.Without("exp").Build());
    }

    [Fact]
    [Trait("Row", "A-138")]
    public async Task A_client_that_registered_for_sessions_refuses_a_token_without_one()
    {
        await using var host = await DoorHost.StartAsync(o => o.RequireSessionId = true);
        await host.RefusedAsync(NoSessionId, t => t.Without("sid").Build());
    }

    [Fact]
    [Trait("Row", "A-072"), Trait("Row", "A-073")]
    public async Task Where_the_type_is_required_nothing_else_passes()
    {
        await using var host = await DoorHost.StartAsync(o => o.RequireLogoutTokenType = true);
        await host.RefusedAsync(TokenType, t => t.WithoutHeader("typ").Build());
        await host.RefusedAsync(TokenType, t => t.WithHeader("typ", "JWT").Build());
        await host.AcceptedAsync(t => t.WithHeader("typ", "application/LOGOUT+jwt").Build());
    }

    private static string Iss(LogoutTokenBuilder token) => token["iss"]!.Trim('"');

    private static LogoutTokenBuilder Shift(LogoutTokenBuilder token, string claim, long iatPlus)
        => token.With(claim, Convert.ToInt64(token["iat"], CultureInfo.InvariantCulture) + iatPlus);
}
