namespace IdentityHost.Users;

internal static class UserServices
{
    public static WebApplicationBuilder AddUsers(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SignInThrottle>();
        builder.Services.AddSingleton<IUsers, UserDirectory>();
        builder.Services.AddHostedService<UserSeeder>();
        return builder;
    }
}
