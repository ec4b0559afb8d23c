namespace IdentityHost.EndSession;

internal static class EndReasonNames
{
    public static string Name(this EndReason reason) => reason switch
    {
        EndReason.UserLogout => "user_logout",
        EndReason.RpLogout => "rp_logout",
        EndReason.Admin => "admin",
        EndReason.Expired => "expired",
        EndReason.PasswordChanged => "password_changed",
        EndReason.UserDisabled => "user_disabled",
        EndReason.AccountSwitch => "account_switch",
        EndReason.ClientDisabled => "client_disabled",
        EndReason.UpstreamLogout => "upstream_logout",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A new reason needs its word here."),
    };

    /// <summary>
    /// BCL 2.7: refresh tokens that were granted with offline_access normally survive a logout. They do not survive somebody taking access away.
    /// </summary>
    public static bool EndsOfflineGrants(this EndReason reason)
        => reason is EndReason.Admin or EndReason.PasswordChanged or EndReason.UserDisabled or EndReason.ClientDisabled;
}
