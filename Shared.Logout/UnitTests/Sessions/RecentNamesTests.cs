using System.Security.Claims;
using Shared.Logout.Sessions;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>What is remembered of access tokens must be what would be hashed, and must not grow.</summary>
public sealed class RecentNamesTests
{
    private static readonly TokenSession s_session = new("https://op.example", "client", "s1", "alice");

    [Fact]
    public void What_is_remembered_is_what_is_hashed()
    {
        var recent = new RecentNames("api");
        TokenSession[] sessions =
        [
            s_session, s_session with { Issuer = "https://other.example" }, s_session with { ClientId = "api" }, s_session with { ClientId = null },
            s_session with { SessionId = "s2" }, s_session with { SessionId = null }, s_session with { Subject = "bob" }, s_session with { Subject = null },
        ];
        foreach (var _ in Enumerable.Range(0, 2))
            Assert.Equal(sessions.Select(session => session.NamesFor("api")), sessions.Select(session => recent.For(session)));
        Assert.Equal(sessions.Length, recent.Count);
        // A token of the API's own client, and one that names none, are known by the API's client id alone.
        Assert.Equal(sessions.Length - 1, sessions.Select(session => recent.For(session)).Distinct().Count());
    }

    [Fact]
    public void However_many_sessions_come_by_what_is_remembered_stays_within_its_bound()
    {
        var recent = new RecentNames("api");
        Parallel.For(0, 5 * RecentNames.Capacity, i =>
        {
            var session = s_session with { SessionId = $"s{i}" };
            Assert.Equal(session.NamesFor("api"), recent.For(session));
        });
        Assert.InRange(recent.Count, 1, 2 * RecentNames.Capacity + Environment.ProcessorCount);
    }

    [Fact]
    public void A_claim_in_other_letters_or_a_second_one_is_not_what_the_token_tells()
    {
        var token = new ClaimsPrincipal(new ClaimsIdentity(
        [
            new("SID", "other"), new("sid", "s1"), new("sid", "s2"), new("sub", "alice"), new("iss", "https://op.example"), new("client_id", "client"),
            new("iat", "-1"), new("iat", "1000"),
        ]));
        Assert.Equal(s_session, TokenSession.Read(token, out var issuedAt));
        Assert.Equal(1000, issuedAt);
    }
}
