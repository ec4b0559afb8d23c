namespace Clients.Records;

/// <summary>Registers the records page.</summary>
internal static class RecordsRegistration
{
    private const string DefaultAddress = "http://localhost:5003";

    public static void AddRecords(this IServiceCollection services, IConfiguration configuration)
    {
        var text = configuration["ResourceApi:BaseAddress"] ?? DefaultAddress;
        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new InvalidOperationException(
                $"ResourceApi:BaseAddress is '{text}', which is no http or https address, so no records can be read. Set it to ResourceApi's address.");
        }

        services.AddMemoryCache();
        services.AddSingleton<TokenRefresh>();
        services.AddSingleton<AccessTokens>();
        services.AddHttpClient<RecordsApi>(client =>
        {
            client.BaseAddress = address;
            client.Timeout = TimeSpan.FromSeconds(10);
        }).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
    }
}
