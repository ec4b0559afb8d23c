namespace Shared.Logout.Configuration;

/// <summary>What <c>AddBackChannelLogout</c>, <c>AddBackChannelLogoutForApi</c> or both were called for; the empty name is the one without a name.</summary>
internal sealed record RegistrationName(string Value, bool ForCookie = true, bool ForApi = false)
{
    public string Section => Value.Length == 0 ? "BackChannelLogout" : $"BackChannelLogout:{Value}";

    /// <summary>One application may have pages and an API, and is one client of its provider all the same.</summary>
    public RegistrationName And(RegistrationName other) => this with { ForCookie = ForCookie || other.ForCookie, ForApi = ForApi || other.ForApi };
}
