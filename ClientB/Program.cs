using ClientB;
using ClientB.Sessions;
using Clients.Records;
using Clients.Web;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.FileProviders;

var builder = WebApplication.CreateBuilder(args);

builder.UseDefaultAddress("http://localhost:5002");
builder.Services.AddClientPages(builder.Configuration, builder.Environment, appName: "Client B");
builder.Services.AddRecords(builder.Configuration);
builder.Services.AddTicketFiles();

// Everything that a library might take for granted is different here: scheme names, the events type, a ticket store, sliding cookies.
builder.Services
    .AddAuthentication(options =>
    {
        options.DefaultScheme = PortalSchemes.Cookie;
        options.DefaultChallengeScheme = PortalSchemes.SignIn;
    })
    .AddCookie(PortalSchemes.Cookie, options =>
    {
        options.UseClientCookie("ClientB", builder.AllowsHttp());
        options.EventsType = typeof(PortalCookieEvents);
        options.SlidingExpiration = true;
        options.ExpireTimeSpan = TimeSpan.FromHours(1);
    })
    .AddOpenIdConnect(PortalSchemes.SignIn, options =>
    {
        options.UseClientDefaults(builder.AllowsHttp());
        builder.Configuration.Bind("OpenIdConnect", options);
        options.Events.UseClientEvents();
        options.Events.OnTicketReceived = context =>
        {
            TicketFiles.StartNewSession(context.HttpContext);
            return Task.CompletedTask;
        };
    })
    .AddBackChannelLogout();
builder.Services.AddOptions<CookieAuthenticationOptions>(PortalSchemes.Cookie)
    .Configure<ITicketStore>((options, store) => options.SessionStore = store);

// Deny by default: what says nothing about authorization is for people who are signed in.
builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
builder.Services.AddHealthChecks().AddBackChannelLogout();

var app = builder.Build();

app.UseClientPages(new EmbeddedFileProvider(typeof(Program).Assembly, "pages"));
app.UseAuthentication();
app.UseAuthorization();

app.MapHealthChecks("/health").AllowAnonymous();
app.MapBackChannelLogout();
app.MapSessionEvents();
app.MapControllers();

app.Run();
