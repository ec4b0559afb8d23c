using System.Reflection;
using System.Xml.Linq;

namespace Shared.Logout.UnitTests.Api;

/// <summary>The documentation file that the compiler wrote beside an assembly.</summary>
internal sealed class XmlDocs(Assembly assembly)
{
    private readonly Dictionary<string, XElement> _members = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"))
        .Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);

    public XElement? Of(Type type) => _members.GetValueOrDefault($"T:{type.FullName}");

    public XElement? Of(MemberInfo member)
    {
        var type = member.DeclaringType!;
        return member switch
        {
            // A positional parameter of a record is documented once, at the type.
            PropertyInfo property => _members.GetValueOrDefault($"P:{type.FullName}.{property.Name}") ?? Parameter(Of(type), property.Name),
            FieldInfo field => _members.GetValueOrDefault($"F:{type.FullName}.{field.Name}"),
            ConstructorInfo constructor => _members.GetValueOrDefault($"M:{type.FullName}.#ctor{Signature(constructor)}") ?? (IsPositional(constructor) ? Of(type) : null),
            MethodInfo method => _members.GetValueOrDefault($"M:{type.FullName}.{method.Name}{Arity(method)}{Signature(method)}"),
            _ => null,
        };
    }

    public static XElement? Parameter(XElement? member, string name)
        => member?.Elements("param").FirstOrDefault(parameter => parameter.Attribute("name")!.Value == name && parameter.Value.Trim().Length > 0);

    private static bool IsPositional(ConstructorInfo constructor)
        => constructor.GetParameters() is { Length: > 0 } parameters && parameters.All(p => constructor.DeclaringType!.GetProperty(p.Name!)?.PropertyType == p.ParameterType);

    private static string Arity(MethodInfo method) => method.IsGenericMethodDefinition ? $"``{method.GetGenericArguments().Length}" : "";

    private static string Signature(MethodBase method)
        => method.GetParameters() is { Length: > 0 } parameters ? $"({string.Join(",", parameters.Select(parameter => Id(parameter.ParameterType)))})" : "";

    // As ECMA-334, annex D, names types in documentation files.
    private static string Id(Type type)
    {
        if (type.IsGenericMethodParameter)
            return $"``{type.GenericParameterPosition}";
        if (type.IsArray)
            return Id(type.GetElementType()!) + "[]";
        if (!type.IsGenericType)
            return type.FullName!;
        var open = type.GetGenericTypeDefinition().FullName!;
        return $"{open[..open.IndexOf('`', StringComparison.Ordinal)]}{{{string.Join(",", type.GetGenericArguments().Select(Id))}}}";
    }
}
