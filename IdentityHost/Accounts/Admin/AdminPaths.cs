namespace IdentityHost.Accounts.Admin;

internal static class AdminPaths
{
    public static string User(string sub) => "/admin/users/one?sub=" + Uri.EscapeDataString(sub);

    public static string Report(string batchId) => "/admin/reports?batch=" + Uri.EscapeDataString(batchId);

    public static string Ledger(string? state = null, string? client = null, string? sub = null)
        => $"/admin/ledger?state={state}&client={Uri.EscapeDataString(client ?? "")}&search={Uri.EscapeDataString(sub ?? "")}";
}
