namespace IdentityHost.Accounts.Security;

internal static class VisitorExtensions
{
    /// <summary>The signed-in person, or null. Loaded once per page by <see cref="LoadVisitor"/>.</summary>
    public static Visitor? Visitor(this HttpContext http) => http.Features.Get<Visitor>();

    /// <summary>The signed-in person on a page that <see cref="RequireVisitor"/> guards.</summary>
    public static Visitor RequiredVisitor(this HttpContext http)
        => http.Visitor() ?? throw new InvalidOperationException("This page is not guarded by RequireVisitor; add it to the conventions in PageServices.");
}
