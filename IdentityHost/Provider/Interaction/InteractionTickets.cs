using IdentityHost.Data;
using IdentityHost.Provider.Http;

namespace IdentityHost.Provider.Interaction;

/// <summary>Makes and reads the engine's own parameter of an authorization request.</summary>
internal sealed class InteractionTickets(SealedValues values, TimeProvider time)
{
    public const string Parameter = "interaction";

    private const string Purpose = "interaction";

    /// <summary>The local address that goes on with this request after the sign-in.</summary>
    public string UrlOf(RequestParameters parameters, bool declined = false)
    {
        var query = parameters.ToQuery(except: Parameter);
        var ticket = values.Seal(Purpose, new InteractionTicket(time.GetUtcNow().ToUnixTimeMilliseconds(), Secret.Hash(query), declined));
        return $"{ProviderPaths.Authorize}?{query}&{Parameter}={ticket}";
    }

    public InteractionTicket? Read(RequestParameters parameters)
        => values.Open<InteractionTicket>(Purpose, parameters[Parameter]) is { } ticket && ticket.Request == Secret.Hash(parameters.ToQuery(except: Parameter))
            ? ticket
            : null;
}
