using IdentityHost.Accounts.Security;
using IdentityHost.Configuration;
using IdentityHost.Delivery;
using IdentityHost.EndSession;
using IdentityHost.Provider;
using IdentityHost.Sessions;

using Microsoft.Extensions.Options;

namespace IdentityHost.Accounts.SignOut;

/// <summary>Signs people out: the door first, then this browser's cookie, then a short wait for the apps.</summary>
/// <remarks>Takes no cancellation token: a closed tab must not cancel other apps' sign-out.</remarks>
internal sealed class SignOutFlow(
    IEndSession door, ISessions sessions, IDeliveries deliveries, IClientDirectory clients, SignOutReceipts receipts,
    IOptionsMonitor<IdentityHostOptions> options)
{
    /// <summary>Signs this browser out, or with <see cref="SignOutKind.Everywhere"/> all browsers of the person.</summary>
    public async Task<SignedOut> HereAsync(HttpContext http, Visitor visitor, SignOutContext? request, SignOutKind kind)
    {
        var session = visitor.Session;
        var ended = await door.EndAsync(
            new EndSessionRequest(request?.ClientId is null ? EndReason.UserLogout : EndReason.RpLogout)
            {
                Sid = kind == SignOutKind.Everywhere ? null : session.Sid,
                Sub = kind == SignOutKind.Everywhere ? session.Sub : null,
                InitiatedBy = request?.ClientId,
                Actor = session.Sub,
            }, CancellationToken.None);
        await sessions.ForgetAsync(http);
        http.Features.Set<Visitor>(null);
        await WaitAsync(ended);

        return await SignedOutAsync(session, ended, kind);
    }

    /// <summary>Ends the session of a valid hint for a browser that lost its cookie. Null, and nothing happens, where it ended before.</summary>
    public async Task<SignedOut?> AbsentAsync(string sid, SignOutContext request)
    {
        var ended = await door.EndAsync(
            new EndSessionRequest(EndReason.RpLogout) { Sid = sid, InitiatedBy = request.ClientId, Actor = request.ClientId ?? "system" },
            CancellationToken.None);
        if (ended.EndedSids.Count == 0 || await sessions.FindAsync(sid, CancellationToken.None) is not { } session)
            return null;
        await WaitAsync(ended);
        // The applications' cookies may have outlived the provider's in this browser, so it still asks them on the front channel.
        return await SignedOutAsync(session, ended, SignOutKind.Here);
    }

    /// <summary>Signs one other browser of the person out, or all others where <paramref name="sid"/> is null. Returns the receipt.</summary>
    public async Task<string> ElsewhereAsync(Visitor visitor, string? sid)
    {
        var ended = await door.EndAsync(
            new EndSessionRequest(EndReason.UserLogout)
            {
                Sid = sid,
                Sub = sid is null ? visitor.User.Sub : null,
                ExceptSid = sid is null ? visitor.Session.Sid : null,
                Actor = visitor.User.Sub,
            }, CancellationToken.None);
        await WaitAsync(ended);
        return receipts.Make(ended.BatchId, sid, sid is null ? SignOutKind.Others : SignOutKind.OneOther);
    }

    private async Task<SignedOut> SignedOutAsync(ProviderSession session, EndSessionResult ended, SignOutKind kind)
    {
        // Read after the door has closed: nobody can join the session any more.
        var participants = (await sessions.ParticipantsAsync([session.Sid], CancellationToken.None))[session.Sid];
        return new SignedOut(
            session, receipts.Make(ended.BatchId, session.Sid, kind), FrontChannel.Addresses(participants, clients, session.Issuer, session.Sid));
    }

    private async Task WaitAsync(EndSessionResult ended)
    {
        if (ended.DeliveryIds.Count > 0)
            await deliveries.WaitAsync(ended.BatchId, options.CurrentValue.LogoutWait, CancellationToken.None);
    }
}
