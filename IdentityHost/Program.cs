using IdentityHost.Accounts;
using IdentityHost.Configuration;
using IdentityHost.Data;
using IdentityHost.Delivery;
using IdentityHost.Diagnostics;
using IdentityHost.EndSession;
using IdentityHost.Provider;
using IdentityHost.Sessions;
using IdentityHost.Upstream;
using IdentityHost.Users;

var builder = WebApplication.CreateBuilder(args);

// Browsers send one cookie jar to every port of a host name; the default of 32 KB is soon full there, and a bare 431 helps nobody.
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestHeadersTotalSize = 128 * 1024);

builder.AddIdentityConfiguration();     // clients, APIs, people and settings; a wrong one stops the host
builder.AddIdentityData();              // SQLite or PostgreSQL, migrations, data protection keys
builder.AddUsers();                     // people and their passwords
builder.AddSessions();                  // provider sessions and the cookie that carries them
builder.AddEndSession();                // the one door through which sessions end
builder.AddDelivery();                  // the outbox that tells the clients
builder.AddProvider();                  // the protocol engine: /.well-known and /connect
builder.AddUpstream();                  // sign-in at another provider, where External:* names one
builder.AddPages();                     // /account, /admin, /api
builder.AddIdentityDiagnostics();       // metrics, traces, health

var app = builder.Build();

app.UsePages();                         // error pages, security headers, static files
app.UseAuthentication();
app.UseAuthorization();

app.MapProvider();
app.MapUpstream();
app.MapPages();
app.MapHealthChecks("/health");

app.Run();
