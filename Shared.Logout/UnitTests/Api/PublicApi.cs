using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Shared.Logout.UnitTests.Api;

/// <summary>Prints what a user of an assembly can see, one member a line, in an order that does not depend on the source's.</summary>
internal static class PublicApi
{
    public const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<Type> Types(Assembly assembly)
        => assembly.GetExportedTypes().OrderBy(type => type.Namespace, StringComparer.Ordinal).ThenBy(type => type.Name, StringComparer.Ordinal);

    /// <summary>The members that somebody wrote; what the compiler adds to a record is implied by the word.</summary>
    public static IEnumerable<MemberInfo> Members(Type type) => type.GetMembers(Declared).Where(IsWritten);

    public static string Print(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var space in Types(assembly).GroupBy(type => type.Namespace))
        {
            text.Append("namespace ").Append(space.Key).Append('\n');
            foreach (var type in space)
            {
                text.Append("\n    ").Append(Head(type)).Append('\n');
                var members = Members(type).Select(member => (Name: type.IsEnum ? "" : member.Name, Line: Line(type, member)));
                foreach (var (_, line) in members.OrderBy(it => it.Name, StringComparer.Ordinal).ThenBy(it => it.Line, StringComparer.Ordinal))
                    text.Append("        ").Append(line).Append('\n');
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static bool IsWritten(MemberInfo member)
        => !member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        && member is not MethodBase { IsSpecialName: true, IsConstructor: false }
        && !(member is FieldInfo { IsSpecialName: true } || member is Type)
        && !(IsRecord(member.DeclaringType!) && member.Name is "Deconstruct" or "PrintMembers");

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null;

    private static string Head(Type type)
    {
        var kind = (type, IsRecord(type)) switch
        {
            ({ IsEnum: true }, _) => "enum",
            ({ IsInterface: true }, _) => "interface",
            ({ IsValueType: true }, true) => "record struct",
            ({ IsValueType: true }, false) => "struct",
            ({ IsAbstract: true, IsSealed: true }, _) => "static class",
            (_, true) => (type.IsSealed ? "sealed " : "") + "record",
            _ => (type.IsSealed ? "sealed " : type.IsAbstract ? "abstract " : "") + "class",
        };
        var bases = (type.BaseType is { } up && up != typeof(object) && up != typeof(ValueType) && up != typeof(Enum) ? [up] : Type.EmptyTypes)
            .Concat(type.IsEnum || IsRecord(type) ? [] : type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []))
            .Select(it => TypeNames.Of(it)).Order(StringComparer.Ordinal).ToList();
        return $"{kind} {type.Name}{(bases.Count == 0 ? "" : " : " + string.Join(", ", bases))}";
    }

    private static string Line(Type type, MemberInfo member) => member switch
    {
        FieldInfo field when type.IsEnum => $"{Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture),3} = {field.Name}",
        FieldInfo { IsLiteral: true } field => $"const {TypeNames.Of(field.FieldType)} {field.Name} = {Literal(field.GetRawConstantValue())}",
        FieldInfo field => $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{TypeNames.OfField(field)} {field.Name}",
        PropertyInfo property => $"{TypeNames.OfProperty(property)} {property.Name} {{ {(property.CanRead ? "get; " : "")}{Setter(property)}}}",
        ConstructorInfo constructor => $"{type.Name}({Parameters(constructor)})",
        MethodInfo method => $"{Modifier(method)}{TypeNames.OfReturn(method)} {method.Name}{Generics(method)}({Parameters(method)})",
        _ => throw new NotSupportedException($"{member.MemberType} {member.Name}: teach the printer this kind of member."),
    };

    private static string Setter(PropertyInfo property) => property.SetMethod switch
    {
        null or { IsPublic: false } => "",
        var set when set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) => "init; ",
        _ => "set; ",
    };

    private static string Modifier(MethodInfo method) => method switch
    {
        { IsStatic: true } => "static ",
        { DeclaringType.IsInterface: true, IsAbstract: false } => "default ",
        { IsVirtual: true } when method.GetBaseDefinition().DeclaringType != method.DeclaringType => "override ",
        { IsVirtual: true, IsFinal: false, DeclaringType.IsInterface: false } => "virtual ",
        _ => "",
    };

    private static string Generics(MethodInfo method)
        => method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(it => it.Name))}>" : "";

    private static string Parameters(MethodBase method)
        => (method.IsDefined(typeof(ExtensionAttribute), inherit: false) ? "this " : "") + string.Join(", ", method.GetParameters().Select(parameter =>
            $"{TypeNames.OfParameter(parameter)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : "")}"));

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
