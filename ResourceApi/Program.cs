using ResourceApi;
using ResourceApi.Authentication;
using ResourceApi.Authorization;
using ResourceApi.BrowserApp;
using ResourceApi.Data;
using ResourceApi.Records;

var builder = WebApplication.CreateBuilder(args);

// A value in appsettings.json would beat ASPNETCORE_URLS; this does not.
if (string.IsNullOrEmpty(builder.Configuration["urls"]) && !builder.Configuration.GetSection("http_ports").Exists())
    builder.WebHost.UseUrls("http://localhost:5003");
// Browsers send one cookie jar to every port of a host name; the default of 32 KB is soon full there, and a bare 431 helps nobody.
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestHeadersTotalSize = 128 * 1024);

// Who may call: access tokens of the provider, refused as soon as their session was signed out.
builder.Services.AddAuthentication(AccessTokenDefaults.Scheme).AddAccessTokens().AddBackChannelLogoutForApi();
builder.Services.AddAuthorization(Policies.Add);

// What they may call.
builder.Services.AddSingleton<RecordDatabase>().AddHostedService(services => services.GetRequiredService<RecordDatabase>());
builder.Services.AddSingleton<RecordStore>();
builder.Services.TryAddTimeProvider();
builder.Services.AddValidation();
// A request that cannot be read is the caller's mistake in Development too: 400, not an exception.
builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
builder.Services.AddProblemDetails();
builder.Services.AddOpenApi();
builder.Services.AddHealthChecks();
builder.AddBrowserApp();

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseCors();
app.UseAuthentication();
app.UseAuthorization();

app.MapRecords();
app.MapBrowserApp();
app.MapBackChannelLogout();
app.MapSessionEvents("/api/session-events");
app.MapOpenApi().AllowAnonymous();
app.MapHealthChecks("/health").AllowAnonymous();
app.Run();

/// <summary>Named, so that tests can start it.</summary>
public partial class Program;
