namespace IdentityHost.Provider.Http;

/// <summary>Reads HTTP, asks its validator, lets the answer be made, writes HTTP.</summary>
internal interface IProtocolEndpoint
{
    Task HandleAsync(HttpContext http);
}
