using IdentityHost.Accounts.SignOut;

namespace IdentityHost.Accounts;

/// <summary>The same as the signed-out page, for its script.</summary>
internal static class SignedOutStatus
{
    public static async Task<IResult> HandleAsync(string? r, SignOutReceipts receipts, SignOutReporter reporter, CancellationToken cancellationToken)
    {
        if (receipts.Read(r) is not { } receipt)
            return Results.Problem("This receipt is unknown or too old.", statusCode: StatusCodes.Status404NotFound);
        var report = await reporter.ReportAsync(receipt, cancellationToken);
        return Results.Json(new
        {
            report.Done,
            report.Summary,
            Apps = report.Apps.Select(app => new { app.ClientId, app.Name, app.Tone, app.Text }),
        });
    }
}
