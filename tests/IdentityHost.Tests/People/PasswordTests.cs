using IdentityHost.Tests.Core;
using IdentityHost.Users;

using Xunit;

namespace IdentityHost.Tests.People;

[Collection(Guessers.Name)]
public sealed class PasswordTests(SqliteCore host)
{
    private readonly IUsers _users = host.Get<IUsers>();

    [Fact]
    public async Task The_right_password_lets_in_and_a_wrong_one_does_not()
    {
        var name = await PersonAsync("right");
        Assert.Equal(PasswordCheckError.None, (await CheckAsync(name, "right")).Error);
        Assert.Equal(PasswordCheckError.None, (await CheckAsync($" {name.ToLowerInvariant()} ", "right")).Error);
        Assert.Equal((null, PasswordCheckError.Invalid), ((await CheckAsync(name, "wrong")).User, (await CheckAsync(name, "Right")).Error));
    }

    [Fact]
    public async Task Somebody_unknown_gets_the_same_answer_as_a_wrong_password()
        => Assert.Equal(PasswordCheckError.Invalid, (await CheckAsync("nobody-" + Guid.NewGuid(), "x")).Error);

    [Fact]
    public async Task Guesses_are_slowed_down_also_when_they_come_all_at_once_and_for_names_that_nobody_has()
    {
        foreach (var name in new[] { await PersonAsync("right"), "nobody-" + Guid.NewGuid() })
        {
            var checks = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => CheckAsync(name, "wrong")));
            // Some of the later ones may have waited out the first seconds on a slow machine; the free ones are five.
            Assert.InRange(checks.Count(check => check.Error is PasswordCheckError.Invalid), 5, 8);
            Assert.Contains(checks, check => check is { Error: PasswordCheckError.SlowDown } && check.RetryAfter > TimeSpan.Zero && check.RetryAfter <= TimeSpan.FromSeconds(60));
        }
    }

    [Fact]
    public async Task The_right_password_takes_the_count_away()
    {
        var name = await PersonAsync("right");
        for (var i = 0; i < 3; i++)
        {
            for (var guess = 0; guess < 4; guess++)
                Assert.Equal(PasswordCheckError.Invalid, (await CheckAsync(name, "wrong")).Error);
            Assert.Equal(PasswordCheckError.None, (await CheckAsync(name, "right")).Error);
        }
    }

    [Fact]
    public async Task Right_sign_ins_from_one_address_are_not_slowed_down_and_guesses_from_it_are()
    {
        const string Office = "203.0.113.0/24";
        var name = await PersonAsync("right");
        for (var i = 0; i < 40; i++)
            Assert.Equal(PasswordCheckError.None, (await _users.CheckPasswordAsync(name, "right", Office, default)).Error);

        var guesses = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => _users.CheckPasswordAsync($"nobody-{i}", "wrong", Office, default)));
        Assert.Contains(guesses, guess => guess.Error is PasswordCheckError.SlowDown);
    }

    [Theory]
    [InlineData("2001:db8:1:2::", true)]
    [InlineData("::ffff:192.0.2.", false)]     // IPv4 as a socket of both kinds shows it: each is somebody else's
    public async Task Guesses_from_one_IPv6_network_are_one_guessers(string prefix, bool slowedDown)
    {
        var guesses = await Task.WhenAll(Enumerable.Range(1, 40).Select(i => _users.CheckPasswordAsync($"nobody-{Guid.NewGuid()}", "wrong", prefix + i, default)));
        Assert.Equal(slowedDown, guesses.Any(guess => guess.Error is PasswordCheckError.SlowDown));
    }

    [Fact]
    public async Task Who_has_to_wait_for_the_address_does_not_make_the_person_wait_elsewhere()
    {
        const string Noisy = "198.51.100.7";
        var name = await PersonAsync("right");
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => _users.CheckPasswordAsync($"nobody-{Guid.NewGuid()}", "wrong", Noisy, default)));

        for (var i = 0; i < 20; i++)
            await _users.CheckPasswordAsync(name, "wrong", Noisy, default);

        await using var connection = await host.Data.OpenAsync(default);
        var failures = await Dapper.SqlMapper.ExecuteScalarAsync<long>(
            connection, "SELECT failures FROM signin_failures WHERE key_hash = @key", new { key = Data.Secret.Hash("user:" + UserNames.Key(name)) });
        Assert.InRange(failures, 0, 4);     // a slow machine lets the address in again now and then
        Assert.Equal(PasswordCheckError.None, (await _users.CheckPasswordAsync(name, "right", "203.0.113.9", default)).Error);
    }

    [Fact]
    public async Task A_disabled_person_hears_so_only_with_the_right_password()
    {
        var name = await PersonAsync("right");
        var user = (await CheckAsync(name, "right")).User!;
        await _users.SetDisabledAsync(user.Sub, true, "admin-sub", default);
        Assert.Equal(PasswordCheckError.Disabled, (await CheckAsync(name, "right")).Error);
        Assert.Equal(PasswordCheckError.Invalid, (await CheckAsync(name, "wrong")).Error);
    }

    private Task<PasswordCheck> CheckAsync(string name, string password) => _users.CheckPasswordAsync(name, password, null, default);

    private async Task<string> PersonAsync(string password)
    {
        var name = "P" + Guid.NewGuid().ToString("N");
        await host.Data.WriteAsync(
            (connection, transaction) => Dapper.SqlMapper.ExecuteAsync(
                connection,
                "INSERT INTO users (sub, username, username_key, password_hash, roles, created_at, password_at) VALUES (@name, @name, @key, @hash, '', 1, 1)",
                new { name, key = UserNames.Key(name), hash = UserDirectory.Hash(password) }, transaction), default);
        return name;
    }
}
