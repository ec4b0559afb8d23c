using System.Xml.Linq;
using TestSupport;

namespace Federation.Tests.Architecture;

/// <summary>Dependencies point down only, one folder knows Redis, and one folder of the provider knows that there are others.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["IdentityHost"] = ["Shared.Logout", "Shared.OpenIdConnect"],      // Upstream/ only, see below
        ["ClientA"] = ["Shared.Logout", "Shared.OpenIdConnect"],
        ["ClientB"] = ["Shared.Logout", "Shared.OpenIdConnect"],
        ["ResourceApi"] = ["Shared.Logout", "Shared.OpenIdConnect"],
        ["Shared.Logout"] = [],
        ["Shared.OpenIdConnect"] = [],
    };

    // Shared.OpenIdConnect has the names of Microsoft's handler.
    private static readonly string[] RelyingPartyNames =
        ["Shared.Logout", "Shared.OpenIdConnect", "Authentication.OpenIdConnect", "AddOpenIdConnect", "AddBackChannelLogout", "MapBackChannelLogout"];

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory, MemberData(nameof(Projects))]
    public void A_project_references_only_what_lies_below_it(string project)
    {
        var file = XDocument.Load(Repository.PathOf(project, $"{project}.csproj"));

        var references = file.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

        Assert.Empty(references.Except(Allowed[project]));
    }

    [Fact]
    public void Demo_starts_applications_and_loads_none()
    {
        var references = XDocument.Load(Repository.PathOf("Demo", "Demo.csproj")).Descendants("ProjectReference").ToList();

        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.Equal("false", reference.Attribute("ReferenceOutputAssembly")?.Value));
    }

    [Fact]
    public void Only_the_Redis_folder_of_Shared_Logout_names_its_client_library()
    {
        var elsewhere = Allowed.Keys
            .SelectMany(project => SourceFiles.All("*.cs", project))
            .Where(file => !SourceFiles.Name(file).StartsWith("Shared.Logout/Redis/", StringComparison.Ordinal))
            .Where(file => !SourceFiles.Name(file).StartsWith("Shared.Logout/UnitTests/", StringComparison.Ordinal))
            .Where(file => File.ReadLines(file).Any(line => line.Contains("StackExchange.Redis", StringComparison.Ordinal) && !line.TrimStart().StartsWith("//", StringComparison.Ordinal)))
            .Select(SourceFiles.Name);

        Assert.Empty(elsewhere);
    }

    [Fact]
    public void Only_the_Upstream_folder_of_IdentityHost_is_a_relying_party()
    {
        var elsewhere = SourceFiles.All("*.cs", "IdentityHost")
            .Concat(SourceFiles.All("*.cshtml", "IdentityHost"))
            .Where(file => !SourceFiles.Name(file).StartsWith("IdentityHost/Upstream/", StringComparison.Ordinal))
            .Where(file => File.ReadLines(file).Any(line => RelyingPartyNames.Any(name => line.Contains(name, StringComparison.Ordinal))))
            .Select(SourceFiles.Name);

        Assert.Empty(elsewhere);
    }

    [Fact]
    public void The_token_rules_of_Shared_Logout_do_not_know_HTTP_requests()
        => Assert.Empty(SourceFiles.All("*.cs", "Shared.Logout/Tokens")
            .Where(file => File.ReadAllText(file).Contains("HttpContext", StringComparison.Ordinal))
            .Select(SourceFiles.Name));

    [Fact]
    public void Only_project_files_know_which_package_set_is_built()
        => Assert.Empty(SourceFiles.All("*.cs")
            .Where(file => File.ReadLines(file).Any(line => line.StartsWith("#if", StringComparison.Ordinal) && line != "#if DEBUG"))
            .Select(SourceFiles.Name));
}
