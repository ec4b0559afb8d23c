using IdentityHost.Delivery;

using Xunit;

namespace IdentityHost.Tests.Outbox;

public sealed class RetryScheduleTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset _giveUp = _now.AddDays(14);

    [Theory]    // C-060
    [InlineData(1, 0.0, 0.5)]
    [InlineData(1, 1.0, 1)]
    [InlineData(4, 0.0, 4)]
    [InlineData(4, 1.0, 8)]
    [InlineData(9, 1.0, 256)]
    [InlineData(10, 1.0, 512)]
    [InlineData(11, 1.0, 600)]
    [InlineData(1000, 1.0, 600)]
    public void An_unavailable_client_is_asked_again_ever_more_rarely(int attempts, double chance, double seconds)
        => Assert.Equal(_now.AddSeconds(seconds), RetrySchedule.Next(Outcome(AttemptVerdict.Unavailable), After(attempts - 1), _now, chance));

    [Theory]
    [InlineData(30, 30)]
    [InlineData(86_400, 600)]
    [InlineData(0, 1)]
    public void Retry_After_is_honoured_up_to_ten_minutes(int asked, int seconds)
        => Assert.Equal(
            _now.AddSeconds(seconds),
            RetrySchedule.Next(Outcome(AttemptVerdict.Unavailable) with { RetryAfter = TimeSpan.FromSeconds(asked) }, After(0), _now, 1));

    [Fact]
    public void A_refusal_gets_three_spaced_tries()
    {
        Assert.Equal(_now.AddSeconds(10), RetrySchedule.Next(Outcome(AttemptVerdict.Refused), After(0, refusals: 0), _now, 0));
        Assert.Equal(_now.AddSeconds(60), RetrySchedule.Next(Outcome(AttemptVerdict.Refused), After(1, refusals: 1), _now, 0));
        Assert.Null(RetrySchedule.Next(Outcome(AttemptVerdict.Refused), After(2, refusals: 2), _now, 0));
    }

    [Fact]
    public void A_client_that_was_away_and_then_refuses_gets_the_same_three_tries()
    {
        Assert.Equal(_now.AddSeconds(10), RetrySchedule.Next(Outcome(AttemptVerdict.Refused), After(7), _now, 0));
        Assert.Equal(_now.AddSeconds(60), RetrySchedule.Next(Outcome(AttemptVerdict.Refused), After(9, refusals: 1), _now, 0));
        Assert.Null(RetrySchedule.Next(Outcome(AttemptVerdict.Refused), After(12, refusals: 2), _now, 0));
    }

    [Theory]
    [InlineData(AttemptVerdict.Final)]
    [InlineData(AttemptVerdict.Acknowledged)]
    internal void What_is_decided_is_not_tried_again(AttemptVerdict verdict) => Assert.Null(RetrySchedule.Next(Outcome(verdict), After(0), _now, 0));

    [Fact]
    public void Nothing_is_tried_when_no_cookie_can_be_alive_any_more()
    {
        Assert.Null(RetrySchedule.Next(Outcome(AttemptVerdict.Unavailable), After(0) with { GiveUpAt = _now.AddSeconds(1) }, _now, 1));
        Assert.NotNull(RetrySchedule.Next(Outcome(AttemptVerdict.Unavailable), After(0) with { GiveUpAt = _now.AddSeconds(1.1) }, _now, 1));
    }

    [Theory]    // C6
    [InlineData(200, AttemptVerdict.Acknowledged)]
    [InlineData(204, AttemptVerdict.Acknowledged)]
    [InlineData(201, AttemptVerdict.Final)]
    [InlineData(202, AttemptVerdict.Final)]
    [InlineData(206, AttemptVerdict.Final)]
    [InlineData(301, AttemptVerdict.Refused)]
    [InlineData(308, AttemptVerdict.Refused)]
    [InlineData(400, AttemptVerdict.Refused)]
    [InlineData(404, AttemptVerdict.Final)]
    [InlineData(409, AttemptVerdict.Final)]
    [InlineData(408, AttemptVerdict.Unavailable)]
    [InlineData(425, AttemptVerdict.Unavailable)]
    [InlineData(429, AttemptVerdict.Unavailable)]
    [InlineData(500, AttemptVerdict.Unavailable)]
    [InlineData(599, AttemptVerdict.Unavailable)]
    internal void A_status_has_one_meaning(int status, AttemptVerdict verdict) => Assert.Equal(verdict, AttemptOutcome.VerdictOf(status));

    [Theory]    // C-074, C-075
    [InlineData("""{"error":"invalid_request"}""", "invalid_request")]
    [InlineData("""{"error":"two words"}""", null)]
    [InlineData("""{"error":"line\nbreak"}""", null)]
    [InlineData("""{"error":7}""", null)]
    [InlineData("""["error"]""", null)]
    [InlineData("<html>", null)]
    [InlineData("{\"error\":\"cut", null)]
    [InlineData("", null)]
    public void A_clients_error_code_is_kept_only_when_it_is_one(string body, string? code)
        => Assert.Equal(code, ErrorCode.Parse(System.Text.Encoding.UTF8.GetBytes(body)));

    private static LeasedDelivery After(int attempts, int refusals = 0) => new()
    {
        Id = "d",
        BatchId = "b",
        ClientId = "c",
        Issuer = "https://idp.test",
        Sub = "s",
        Reason = "admin",
        EndedAt = _now,
        Attempts = attempts,
        Refusals = refusals,
        GiveUpAt = _giveUp,
    };

    private static AttemptOutcome Outcome(AttemptVerdict verdict) => new(verdict, null, null, TimeSpan.Zero);
}
