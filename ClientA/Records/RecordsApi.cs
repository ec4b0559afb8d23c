using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Clients.Web;

namespace Clients.Records;

/// <summary>Reads and adds records at ResourceApi, in the person's name.</summary>
internal sealed partial class RecordsApi(HttpClient http, AccessTokens tokens, ILogger<RecordsApi> logger)
{
    private const string Path = "api/data-event-records";

    public Task<RecordsAnswer> ReadAsync(HttpContext context)
        => SendAsync(context, () => new HttpRequestMessage(HttpMethod.Get, Path));

    public Task<RecordsAnswer> CreateAsync(HttpContext context, RecordDraft draft)
        => SendAsync(context, () => new HttpRequestMessage(HttpMethod.Post, Path) { Content = JsonContent.Create(draft) });

    private async Task<RecordsAnswer> SendAsync(HttpContext context, Func<HttpRequestMessage> make)
    {
        var cancel = context.RequestAborted;
        try
        {
            if (await tokens.GetAsync(context) is not { } token)
                return new(RecordsOutcome.SignInAgain);
            using var request = make();
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await http.SendAsync(request, cancel);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => new(RecordsOutcome.Found, await response.Content.ReadFromJsonAsync<RecordPage>(cancel)),
                HttpStatusCode.Created => new(RecordsOutcome.Created),
                HttpStatusCode.BadRequest => new(RecordsOutcome.NotAccepted),
                HttpStatusCode.Unauthorized => new(RecordsOutcome.SignInAgain),
                HttpStatusCode.Forbidden => new(RecordsOutcome.NotAllowed),
                _ => NotAvailable((int)response.StatusCode),
            };
        }
        catch (Exception ex) when (ex is HttpRequestException or JsonException || SignInFailure.IsProviderDown(ex) || (ex is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            Unreachable(ex);
            return new(RecordsOutcome.NotAvailable);
        }
    }

    private RecordsAnswer NotAvailable(int status)
    {
        Refused(status);
        return new(RecordsOutcome.NotAvailable);
    }

    [LoggerMessage(1, LogLevel.Warning, "ResourceApi, or the provider's token endpoint, cannot be reached. Compare ResourceApi:BaseAddress.", EventName = "RecordsUnreachable")]
    private partial void Unreachable(Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "ResourceApi answered {Status}.", EventName = "RecordsRefused")]
    private partial void Refused(int status);
}
