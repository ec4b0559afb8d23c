namespace IdentityHost.EndSession;

/// <summary>Why a session ended. <see cref="EndReasonNames"/> has the words for SQL, logs, metrics and logout tokens.</summary>
public enum EndReason
{
    UserLogout,
    RpLogout,
    Admin,
    Expired,
    PasswordChanged,
    UserDisabled,
    AccountSwitch,
    ClientDisabled,
    UpstreamLogout,
}
