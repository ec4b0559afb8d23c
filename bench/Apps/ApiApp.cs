extern alias ResourceApiApp;

using Bench.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ResourceApiApp::ResourceApi.Authentication;
using Shared.Logout;
using Shared.Logout.Sessions;
using Shared.Logout.Storage;

namespace Bench.Apps;

/// <summary>ResourceApi's way to check access tokens in front of an answer of one word, so that nothing but the check is measured.</summary>
internal sealed class ApiApp : IBenchApp
{
    private const int Revocations = 100_000;

    public string Name => "api";

    /// <param name="args">Settings, each as <c>Name=value</c>.</param>
    public Task<int> RunAsync(string[] args)
    {
        var builder = WebAppHost.Create();
        builder.Configuration.AddInMemoryCollection(args.Select(setting => setting.Split('=', 2)).ToDictionary(it => it[0], it => (string?)it[1]));
        builder.Services.AddInMemoryRevocationStore();
        builder.Services.AddAuthentication(AccessTokenDefaults.Scheme).AddAccessTokens().AddBackChannelLogoutForApi();
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.MapGet("/", () => "welcome").RequireAuthorization();

        var (replica, keys, later) = (app.Services.GetRequiredService<RevocationTable>(), new Keys(7), TimeProvider.System.GetUtcNow().AddDays(1));
        for (var i = 0; i < Revocations; i++)
            replica.Add(new Revocation(keys.Next(), DateTimeOffset.MaxValue, later));
        // A line of standard input is a session that is signed out.
        var issuer = app.Configuration["OpenIdConnect:Authority"]!;
        return WebAppHost.RunAsync(app, sid => $"{replica.Add(new Revocation(SessionKeys.Session(issuer, "resource-api", sid), DateTimeOffset.MaxValue, later))}");
    }
}
