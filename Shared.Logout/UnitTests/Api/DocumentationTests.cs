using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Shared.Logout.UnitTests.Api;

/// <summary>Whoever writes against the library reads its documentation in the editor, so that has to be all there.</summary>
public sealed class DocumentationTests
{
    private static readonly Assembly s_library = typeof(LogoutToken).Assembly;
    private static readonly XmlDocs s_docs = new(s_library);
    private static readonly List<MethodInfo> s_methods = [.. PublicApi.Types(s_library).SelectMany(PublicApi.Members).OfType<MethodInfo>()];

    [Fact]
    public void Every_public_type_and_member_is_documented()
    {
        var types = PublicApi.Types(s_library).ToList();
        var members = types.SelectMany(PublicApi.Members).ToList();

        Assert.True(members.Count > 80, $"Only {members.Count} members were found.");
        Assert.Empty(types.Where(type => Text(s_docs.Of(type)?.Element("summary")).Length < 10).Select(type => type.FullName));
        Assert.Empty(members.Where(IsSilent).Select(member => $"{member.DeclaringType!.Name}.{member.Name}"));
    }

    [Fact]
    public void Every_option_states_its_default()
        => Assert.Empty(typeof(BackChannelLogoutOptions).GetProperties()
            .Where(option => !Text(s_docs.Of(option)).Contains("Default: ", StringComparison.Ordinal)).Select(option => option.Name));

    [Fact]
    public void Every_parameter_that_may_be_left_out_states_its_default()
    {
        var optional = from method in s_methods
                       from parameter in method.GetParameters()
                       where parameter.HasDefaultValue && parameter.ParameterType != typeof(CancellationToken)
                       where !Text(XmlDocs.Parameter(s_docs.Of(method), parameter.Name!)).Contains("Default: ", StringComparison.Ordinal)
                       select $"{method.Name}({parameter.Name})";

        Assert.Empty(optional);
    }

    [Fact]
    public void Every_extension_method_documents_each_of_its_parameters()
    {
        var silent = from method in s_methods
                     where method.DeclaringType is { IsAbstract: true, IsSealed: true }
                     from parameter in method.GetParameters()
                     where XmlDocs.Parameter(s_docs.Of(method), parameter.Name!) is null
                     select $"{method.DeclaringType!.Name}.{method.Name}({parameter.Name})";

        Assert.Empty(silent);
    }

    [Fact]
    public void Whatever_asks_a_store_or_a_service_says_how_that_can_fail()
    {
        var failing = s_methods.Where(method => method.DeclaringType == typeof(ISessionRevoker) || typeof(IRevocationStore).IsAssignableFrom(method.DeclaringType)
            || method.GetParameters().FirstOrDefault()?.ParameterType == typeof(HttpContext));

        Assert.NotEmpty(failing);
        Assert.Empty(failing.Where(method => s_docs.Of(method)?.Elements("exception").Any() is not true).Select(method => $"{method.DeclaringType!.Name}.{method.Name}"));
    }

    // A constructor without parameters has nothing to say.
    private static bool IsSilent(MemberInfo member)
        => !(member is ConstructorInfo constructor && constructor.GetParameters().Length == 0) && Text(s_docs.Of(member)).Length < 5;

    private static string Text(System.Xml.Linq.XElement? element) => element?.Value.Trim() ?? "";
}
