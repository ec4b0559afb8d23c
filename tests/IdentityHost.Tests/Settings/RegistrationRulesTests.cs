using IdentityHost.Configuration;

using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

using Xunit;

namespace IdentityHost.Tests.Settings;

/// <summary>A registration that is valid, one thing broken, and the sentence that says so.</summary>
public sealed class RegistrationRulesTests
{
    public static TheoryData<string, Action<Registrations>> Faults => new()
    {
        { "BackChannelLogoutUri '/relative', which is not an absolute", r => r.Clients[0].BackChannelLogoutUri = "/relative" },                         // C-009
        { "BackChannelLogoutUri 'https://a.test/l#x', which has a fragment", r => r.Clients[0].BackChannelLogoutUri = "https://a.test/l#x" },           // C-009
        { "BackChannelLogoutUri 'http://a.test/l', which is not https", r => r.Clients[0].BackChannelLogoutUri = "http://a.test/l" },                   // C-011
        { "on another origin than every one of its RedirectUris", r => r.Clients[0].FrontChannelLogoutUri = "https://b.test/fc" },                      // C-013
        { "FrontChannelLogoutUri 'https://a.test/fc#x', which has a fragment", r => r.Clients[0].FrontChannelLogoutUri = "https://a.test/fc#x" },       // C-014
        { "RedirectUris 'http://a.test/cb', which is not https", r => r.Clients[0].RedirectUris.Add("http://a.test/cb") },
        { "RedirectUris 'https://u@a.test/cb', which has a user name", r => r.Clients[0].RedirectUris.Add("https://u@a.test/cb") },
        { "PostLogoutRedirectUris 'nowhere'", r => r.Clients[0].PostLogoutRedirectUris.Add("nowhere") },
        { "AllowedCorsOrigins 'https://a.test/'", r => r.Clients[0].AllowedCorsOrigins.Add("https://a.test/") },
        { "has no ClientSecrets", r => r.Clients[0].ClientSecrets.Clear() },
        { "does not go on with 32 bytes of base64", r => r.Clients[0].ClientSecrets[0] = "sha256:abc" },
        { "needs neither a secret nor PKCE", r => (r.Clients[0].RequireClientSecret, r.Clients[0].RequirePkce) = (false, false) },
        { "AllowedScopes 'unknown'", r => r.Clients[0].AllowedScopes.Add("unknown") },
        { "IdTokenSignedResponseAlg 'HS256'. Use RS256 or ES256", r => r.Clients[0].IdTokenSignedResponseAlg = "HS256" },
        { "contradict each other", r => r.Clients[0].LogoutTokenSubject = LogoutTokenSubject.SubOnly },
        { "AccessTokenLifetime 0", r => r.Clients[0].AccessTokenLifetime = 0 },
        { "2 entries with the ClientId 'a'", r => r.Clients.Add(Client()) },
        { "An entry of Clients has no ClientId", r => r.Clients[0].ClientId = "" },
        { "the ClientId 'a b'", r => r.Clients[0].ClientId = "a b" },
        { "2 entries with the Username", r => r.Users.Add(new() { Username = "ALICE", Password = "x" }) },
        { "exactly one of Password and PasswordHash", r => r.Users[0].PasswordHash = "x" },
        { "belongs to OpenID Connect", r => r.ApiResources[0].Scopes.Add("openid") },
    };

    [Fact]
    public void A_valid_registration_passes() => Assert.True(Validate(Valid()).Succeeded);

    [Theory, MemberData(nameof(Faults))]
    public void A_fault_is_a_sentence_that_says_what_to_change(string expected, Action<Registrations> breakIt)
    {
        var registrations = Valid();
        breakIt(registrations);
        Assert.Contains(expected, Assert.Single(Validate(registrations).Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void Http_is_allowed_on_loopback_redirects_and_where_switched_on()
    {
        var registrations = Valid();
        registrations.Clients[0].RedirectUris.Add("http://127.0.0.1/cb");   // RFC 8252 7.3
        Assert.True(Validate(registrations).Succeeded);
        registrations.Clients[0].BackChannelLogoutUri = "http://a.test/l?keep=1";
        Assert.True(Validate(registrations, new() { AllowHttp = true }).Succeeded);
    }

    [Theory]
    [InlineData(null, "Issuer is not set")]
    [InlineData("http://idp.test", "which is not https")]
    [InlineData("https://idp.test/path", "which has a path")]
    [InlineData("https://idp.test?x", "which has a query")]
    [InlineData("idp.test", "not an absolute")]
    public void A_wrong_issuer_stops_the_host(string? issuer, string expected)
        => Assert.Contains(expected, new ValidateIdentityHostOptions(new Environment()).Validate(null, new() { Issuer = issuer }).FailureMessage, StringComparison.Ordinal);

    [Theory]
    [InlineData(64, 64, "one hanging client could use every slot")]
    [InlineData(0, 1, "must be at least 1")]
    public void Limits_that_one_client_could_use_up_stop_the_host(int all, int each, string expected)
    {
        var options = new IdentityHostOptions { Issuer = "https://idp.test", Delivery = { MaxConcurrency = all, MaxConcurrencyPerClient = each } };
        Assert.Contains(expected, new ValidateIdentityHostOptions(new Environment()).Validate(null, options).FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("c2hvcnQ=")]
    [InlineData("/////////////////////////////////////////////////////////////////////w==")]
    public void A_password_hash_that_is_none_stops_the_host(string hash)
    {
        var registrations = Valid();
        registrations.Users = [new() { Username = "alice", PasswordHash = hash }];
        Assert.Contains("none of ASP.NET Core's PasswordHasher", Validate(registrations).FailureMessage, StringComparison.Ordinal);
        registrations.Users[0].PasswordHash = Users.UserDirectory.Hash("right");
        Assert.True(Validate(registrations).Succeeded);
    }

    private static ValidateOptionsResult Validate(Registrations registrations, IdentityHostOptions? options = null)
        => new ValidateRegistrations(new Environment(), Options.Create(options ?? new())).Validate(null, registrations);

    private static Registrations Valid() => new()
    {
        Clients = [Client()],
        ApiResources = [new() { Name = "api", Scopes = ["api.read"] }],
        Users = [new() { Username = "alice", Password = "x" }],
    };

    private static Client Client() => new()
    {
        ClientId = "a",
        ClientSecrets = ["secret"],
        RedirectUris = ["https://a.test/cb"],
        AllowedScopes = ["openid", "api.read"],
        BackChannelLogoutUri = "https://a.test/logout?keep=1",
        FrontChannelLogoutUri = "https://a.test/fc",
    };

    private sealed class Environment : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Production;

        public string ApplicationName { get; set; } = "IdentityHost";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
