namespace Shared.Logout.Configuration;

/// <summary>Every <c>AddBackChannelLogout</c> of this host, resolved once.</summary>
internal interface ILogoutRegistrations
{
    IReadOnlyList<LogoutRegistration> All { get; }

    /// <summary>The registration with this name, or null.</summary>
    LogoutRegistration? Find(string name);
}
