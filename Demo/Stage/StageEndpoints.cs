using Microsoft.AspNetCore.Http.Features;

namespace Demo.Stage;

/// <summary>The start page: its files, its news, its buttons.</summary>
internal static class StageEndpoints
{
    public static void AddStage(this IServiceCollection services)
        => services.AddSingleton<TimeLine>().AddSingleton<LogReader>().AddSingleton<Troubles>().AddSingleton<RedisFlush>().AddSingleton<SignedInHere>().AddSingleton<PageTimes>();

    public static void MapStage(this WebApplication app)
    {
        app.UseMiddleware<OwnPageOnly>();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.MapGet("/events", EventsAsync);
        app.MapGet("/signed-in", (HttpContext http, SignedInHere here) => here.AskAsync(http.Request.Headers.Cookie.ToString(), http.RequestAborted));
        app.MapPost("/trouble/{action}", TroubleAsync);
        app.MapPost(PageTimes.Path, (HttpContext http, PageTimes times) => times.TakeAsync(http));
    }

    private static async Task EventsAsync(HttpContext http, TimeLine timeLine, IHostApplicationLifetime lifetime)
    {
        http.Response.ContentType = "text/event-stream";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await http.Response.WriteAsync("retry: 1000\n\n", gone.Token);
            await foreach (var message in timeLine.ReadAsync(gone.Token))
            {
                await http.Response.WriteAsync(message, gone.Token);
                await http.Response.Body.FlushAsync(gone.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The page was closed, or the demo stops.
        }
    }

    private static async Task<IResult> TroubleAsync(string action, Troubles troubles)
        => await troubles.MakeAsync(action) is { } problem ? Results.Text(problem, statusCode: StatusCodes.Status409Conflict) : Results.NoContent();
}
