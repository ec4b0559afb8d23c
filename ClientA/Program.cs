using Clients.Records;
using Clients.Web;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

var builder = WebApplication.CreateBuilder(args);

builder.UseDefaultAddress("http://localhost:5001");
builder.Services.AddClientPages(builder.Configuration, builder.Environment, appName: "Client A");
builder.Services.AddRecords(builder.Configuration);

builder.Services
    .AddAuthentication(options =>
    {
        options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
    })
    .AddCookie(options => options.UseClientCookie("ClientA", builder.AllowsHttp()))
    .AddOpenIdConnect(options =>
    {
        options.UseClientDefaults(builder.AllowsHttp());
        builder.Configuration.Bind("OpenIdConnect", options); // Authority, ClientId, ClientSecret
        options.Events.UseClientEvents();
    })
    .AddBackChannelLogout();                                    // Shared.Logout: ends sessions when the provider says so

builder.Services.AddAuthorization();
builder.Services.AddHealthChecks().AddBackChannelLogout();      // Shared.Logout: says when logouts would not arrive

var app = builder.Build();

app.UseClientPages();
app.UseAuthentication();
app.UseAuthorization();

app.MapHealthChecks("/health").AllowAnonymous();
app.MapBackChannelLogout();                                     // Shared.Logout: where the provider posts its logout tokens
app.MapSessionEvents();                                         // Shared.Logout: open pages hear of it at once
app.MapControllers();

app.Run();
