using System.IdentityModel.Tokens.Jwt;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using StackExchange.Redis;

namespace Bench.Peers;

/// <summary>
/// The shape of what is usually pasted: discovery and keys are fetched for every token, the handler's default rules, one entry in a cache.
/// It is spared its logging and its process-wide lock.
/// </summary>
internal sealed class PastedLogoutController
{
    private readonly IDatabase _cache;
    private readonly string _issuer;

    private PastedLogoutController(IDatabase cache, string issuer) => (_cache, _issuer) = (cache, issuer);

    public static async Task<PastedLogoutController> CreateAsync(string redis, string issuer)
        => new((await ConnectionMultiplexer.ConnectAsync(redis)).GetDatabase(), issuer);

    public async Task PostAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-cache, no-store";
        var token = (await http.Request.ReadFormAsync())["logout_token"].ToString();
        var configuration = await OpenIdConnectConfigurationRetriever.GetAsync(
            _issuer + "/.well-known/openid-configuration", new HttpDocumentRetriever { RequireHttps = false }, http.RequestAborted);
        var user = new JwtSecurityTokenHandler { MapInboundClaims = false }.ValidateToken(
            token,
            new TokenValidationParameters { ValidIssuer = _issuer, ValidAudience = "bench", IssuerSigningKeys = configuration.SigningKeys },
            out _);
        var (sub, sid) = (user.FindFirst("sub")?.Value, user.FindFirst("sid")?.Value);
        if (user.FindFirst("events") is null || user.FindFirst("nonce") is not null)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await _cache.StringSetAsync(sub + sid, $"{{\"Sub\":\"{sub}\",\"Sid\":\"{sid}\"}}", TimeSpan.FromDays(8));
    }
}
