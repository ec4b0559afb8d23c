using IdentityHost.Provider.BuiltIn;

namespace IdentityHost.Provider;

/// <summary>The protocol engine that the project file compiles in. Another one stands in its own folder with a class of this name.</summary>
internal static class ProviderServices
{
    public static WebApplicationBuilder AddProvider(this WebApplicationBuilder builder)
    {
        builder.Services.AddProviderParts(builder.Configuration).AddBuiltInProvider();
        return builder;
    }

    public static WebApplication MapProvider(this WebApplication app)
    {
        app.MapProviderParts().MapBuiltInProvider();
        return app;
    }
}
