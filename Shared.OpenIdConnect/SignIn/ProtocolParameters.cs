using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Shared.OpenIdConnect.SignIn;

/// <summary>Protocol messages in and out of URLs and forms.</summary>
internal static class ProtocolParameters
{
    private static readonly HashSet<string> Ours = new(StringComparer.Ordinal)
    {
        "code", "state", "iss", "error", "error_description", "error_uri", "id_token", "access_token", "session_state", "sid",
    };

    /// <summary>Reads a message from the query of a GET or the form of a POST.</summary>
    public static async Task<Outcome<OpenIdConnectMessage>> ReadAsync(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method))
            return Message(request.Query);
        if (!HttpMethods.IsPost(request.Method))
            return new SignInRefusal(SignInError.MalformedResponse, $"The callback was called by neither GET nor POST.");
        if (request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
            return new SignInRefusal(SignInError.MalformedResponse, "The callback was POSTed to with another content type than application/x-www-form-urlencoded.");
        try
        {
            return Message(await request.ReadFormAsync(request.HttpContext.RequestAborted));
        }
        // What the form reader throws on input that is too big, cut off, or in an encoding that .NET does not have.
        catch (Exception ex) when (ex is InvalidDataException or BadHttpRequestException or NotSupportedException or ArgumentException)
        {
            return new SignInRefusal(SignInError.MalformedResponse, "The form that was POSTed to the callback cannot be read.");
        }
    }

    /// <summary>The address of a message that is sent by redirect.</summary>
    public static string Url(OpenIdConnectMessage message)
        => QueryHelpers.AddQueryString(message.IssuerAddress, message.Parameters.Select(p => KeyValuePair.Create(p.Key, (string?)p.Value)));

    private static Outcome<OpenIdConnectMessage> Message(IEnumerable<KeyValuePair<string, StringValues>> parameters)
    {
        var message = new OpenIdConnectMessage();
        foreach (var (name, values) in parameters)
        {
            // RFC 6749 3.1: no parameter more than once. The collections are case-insensitive, the protocol is not: the latter is compared.
            if (values.Count > 1 && Ours.Contains(name.ToLowerInvariant()))
                return new SignInRefusal(SignInError.RepeatedParameter, $"The answer states '{name.ToLowerInvariant()}' {values.Count} times.");
            if (values is [{ Length: > 0 } value])
                message.Parameters[name] = value;
        }

        return message;
    }
}
