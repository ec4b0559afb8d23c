using IdentityHost.Configuration;

using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>Rows C-009 to C-014: addresses that a client may be told at.</summary>
public sealed class RegistrationRulesTests
{
    [Theory]
    [InlineData("https://app.test/logout", true)]
    [InlineData("https://app.test/logout?tenant=a", true)]
    [InlineData("/logout", false)]
    [InlineData("app.test/logout", false)]
    [InlineData("https://app.test/logout#x", false)]
    [InlineData("http://app.test/logout", false)]
    [InlineData("ftp://app.test/logout", false)]
    public void A_back_channel_address_is_absolute_https_and_has_no_fragment(string uri, bool accepted)
        => Assert.Equal(accepted, Faults(client => client.BackChannelLogoutUri = uri) == 0);

    [Theory]
    [InlineData("https://app.test/out", true)]
    [InlineData("https://app.test/out?keep=1", true)]
    [InlineData("https://other.test/out", false)]
    [InlineData("https://app.test:8443/out", false)]
    [InlineData("http://app.test/out", false)]
    [InlineData("https://app.test/out#x", false)]
    public void A_front_channel_address_is_on_the_origin_of_a_redirect_address(string uri, bool accepted)
        => Assert.Equal(accepted, Faults(client => client.FrontChannelLogoutUri = uri) == 0);

    private static int Faults(Action<Client> change)
    {
        var client = new Client { ClientId = "app", ClientSecrets = ["secret"], RedirectUris = ["https://app.test/cb"], AllowedScopes = ["openid"] };
        change(client);
        return new ClientRules(new UriRules(allowHttp: false), new HashSet<string>(KnownScopes.Standard)).Check(client).Count();
    }
}
