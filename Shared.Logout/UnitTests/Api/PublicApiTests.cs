namespace Shared.Logout.UnitTests.Api;

/// <summary>What users can call is a decision, so that a change of it shows in a review.</summary>
public sealed class PublicApiTests
{
    private static readonly string s_approved = Path.Combine(AppContext.BaseDirectory, "PublicApi.approved.txt");
    private static readonly string s_received = Path.Combine(AppContext.BaseDirectory, "PublicApi.received.txt");

    [Fact]
    public void The_public_API_is_the_approved_one()
    {
        var now = PublicApi.Print(typeof(LogoutToken).Assembly);
        var approved = File.Exists(s_approved) ? File.ReadAllText(s_approved).ReplaceLineEndings("\n") : "";
        if (now == approved)
            return;

        File.WriteAllText(s_received, now);
        var (before, after) = (approved.Split('\n'), now.Split('\n'));
        Assert.Fail(
            $"The public API of Shared.Logout has changed.\n{string.Join('\n', before.Except(after).Select(line => "- " + line.Trim()))}\n"
            + $"{string.Join('\n', after.Except(before).Select(line => "+ " + line.Trim()))}\n"
            + "If that is meant, copy PublicApi.received.txt (beside the test assembly) over UnitTests/PublicApi.approved.txt, "
            + "say so in CHANGELOG.md, and have both reviewed.");
    }

    [Fact]
    public void There_are_few_public_types()
        => Assert.InRange(PublicApi.Types(typeof(LogoutToken).Assembly).Count(), 10, 20);

    [Fact]
    public void What_is_public_stands_at_the_root_and_mechanism_is_internal_and_sealed()
    {
        var assembly = typeof(LogoutToken).Assembly;
        Assert.All(assembly.GetExportedTypes(), type => Assert.Contains(
            type.Namespace, (string[])["Shared.Logout", "Microsoft.Extensions.DependencyInjection", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Http"]));
        var open = assembly.GetTypes().Where(type => type is { IsNotPublic: true, IsClass: true, IsSealed: false, IsAbstract: false }
            && type.Namespace?.StartsWith("Shared.Logout", StringComparison.Ordinal) is true);
        Assert.Empty(open);
    }
}
