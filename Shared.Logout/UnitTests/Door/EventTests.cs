using System.Text.Json.Nodes;
using Shared.Logout.Testing;
using static Shared.Logout.LogoutTokenError;

namespace Shared.Logout.UnitTests.Door;

/// <summary>The event, the nonce, and tokens that are something else: part A5 of the conformance table.</summary>
public sealed class EventTests(DoorFixture fixture) : IClassFixture<DoorFixture>
{
    private const string Event = LogoutTokenBuilder.LogoutEvent;
    private readonly DoorHost _host = fixture.Host;

    private static readonly Dictionary<string, TokenCase> Refusals = new()
    {
        ["A-144 events missing"] = new(NotALogoutToken, t => t.Without("events")),
        ["A-145 events array"] = new(NotALogoutToken, t => t.With("events", new JsonArray(Event))),
        ["A-146 events is the URI"] = new(NotALogoutToken, t => t.With("events", Event)),
        ["A-147 events is JSON in a string"] = new(NotALogoutToken, t => t.With("events", "{\"" + Event + "\":{}}")),
        ["A-148 events null"] = new(NotALogoutToken, t => t.With("events", null)),
        ["A-148 events number"] = new(NotALogoutToken, t => t.With("events", 1)),
        ["A-148 events true"] = new(NotALogoutToken, t => t.With("events", true)),
        ["A-148 events empty"] = new(NotALogoutToken, t => t.With("events", new JsonObject())),
        ["A-149 another event only"] = new(NotALogoutToken, t => Named(t, "https://schemas.openid.net/secevent/risc/event-type/account-disabled")),
        ["A-150 https"] = new(NotALogoutToken, t => Named(t, Event.Replace("http:", "https:", StringComparison.Ordinal))),
        ["A-150 trailing slash"] = new(NotALogoutToken, t => Named(t, Event + "/")),
        ["A-150 upper case"] = new(NotALogoutToken, t => Named(t, Event.ToUpperInvariant())),
        ["A-150 trailing space"] = new(NotALogoutToken, t => Named(t, Event + " ")),
        ["A-151 the URI as a value"] = new(NotALogoutToken, t => t.With("events", new JsonObject { ["event"] = Event })),
        ["A-153 value null"] = new(NotALogoutToken, t => Valued(t, null)),
        ["A-153 value string"] = new(NotALogoutToken, t => Valued(t, "{}")),
        ["A-153 value number"] = new(NotALogoutToken, t => Valued(t, 1)),
        ["A-153 value true"] = new(NotALogoutToken, t => Valued(t, true)),
        ["A-153 value array"] = new(NotALogoutToken, t => Valued(t, new JsonArray())),
        ["A-155 nonce"] = new(HasNonce, t => t.With("nonce", "n-0S6_WzA2Mj")),
        ["A-156 nonce empty"] = new(HasNonce, t => t.With("nonce", "")),
        ["A-157 nonce null"] = new(HasNonce, t => t.With("nonce", null)),
        ["A-157 nonce number"] = new(HasNonce, t => t.With("nonce", 0)),
        ["A-157 nonce object"] = new(HasNonce, t => t.With("nonce", new JsonObject())),
        ["A-158 ID token of the session"] = new(NotALogoutToken, t => IdToken(t).With("nonce", "n")),
        ["A-159 ID token of a refresh"] = new(NotALogoutToken, IdToken),
        ["A-160 access token"] = new(TokenType, t => t.Without("events").WithHeader("typ", "at+jwt").With("scope", "openid").With("client_id", DoorHost.ClientId)),
        ["A-161 another security event"] = new(TokenType, t => Named(t.WithHeader("typ", "secevent+jwt"), "https://schemas.openid.net/secevent/caep/event-type/session-revoked")),
        ["A-161 another security event, typ JWT"] = new(NotALogoutToken, t => Named(t.WithHeader("typ", "JWT"), "https://schemas.openid.net/secevent/caep/event-type/session-revoked")),
        ["A-162 our own client assertion"] = new(LogoutTokenError.Issuer, t => IdToken(t).With("iss", DoorHost.ClientId).With("sub", DoorHost.ClientId).With("aud", t["iss"]!.Trim('"'))),
        ["A-162 a request object"] = new(TokenType, t => t.WithHeader("typ", "oauth-authz-req+jwt").With("iss", DoorHost.ClientId).With("response_type", "code")),
    };

    private static readonly Dictionary<string, Func<LogoutTokenBuilder, LogoutTokenBuilder>> Acceptances = new()
    {
        ["A-152 the event has content"] = t => Valued(t, new JsonObject { ["reason"] = "x", ["revoke_offline_access"] = true }),
        ["A-154 a second event"] = t => t.With("events", new JsonObject { ["https://example.com/other"] = 1, [Event] = new JsonObject() }),
    };

    public static TheoryData<string> RefusedCases { get; } = [.. Refusals.Keys];

    public static TheoryData<string> AcceptedCases { get; } = [.. Acceptances.Keys];

    [Theory, MemberData(nameof(RefusedCases))]
    public Task A_token_that_is_no_logout_token_is_refused(string row) => _host.RefusedAsync(Refusals[row].Reason, Refusals[row].Break);

    [Theory, MemberData(nameof(AcceptedCases))]
    public Task More_than_the_event_is_nobodys_business_here(string row) => _host.AcceptedAsync(t => Acceptances[row](t).Build());

    private static LogoutTokenBuilder Named(LogoutTokenBuilder token, string name) => token.With("events", new JsonObject { [name] = new JsonObject() });

    private static LogoutTokenBuilder Valued(LogoutTokenBuilder token, JsonNode? value) => token.With("events", new JsonObject { [Event] = value });

    private static LogoutTokenBuilder IdToken(LogoutTokenBuilder token)
        => token.Without("events").WithHeader("typ", "JWT").With("auth_time", 1_700_000_000).With("at_hash", "77QmUPtjPfzWtF2AnpK9RQ");
}
