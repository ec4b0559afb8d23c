using System.Reflection;

namespace Shared.Logout.UnitTests.Api;

/// <summary>Types as C# writes them, with their question marks.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(byte)] = "byte",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
        [typeof(double)] = "double",
    };

    public static string OfProperty(PropertyInfo property) => Of(property.PropertyType, new NullabilityInfoContext().Create(property));

    public static string OfField(FieldInfo field) => Of(field.FieldType, new NullabilityInfoContext().Create(field));

    public static string OfParameter(ParameterInfo parameter) => Of(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));

    public static string OfReturn(MethodInfo method) => Of(method.ReturnType, new NullabilityInfoContext().Create(method.ReturnParameter));

    public static string Of(Type type, NullabilityInfo? nullability = null)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Of(value) + "?";
        var name = s_keywords.GetValueOrDefault(type) ?? (type.IsArray ? Of(type.GetElementType()!, nullability?.ElementType) + "[]" : Named(type, nullability));
        return name + (!type.IsValueType && nullability?.ReadState is NullabilityState.Nullable ? "?" : "");
    }

    private static string Named(Type type, NullabilityInfo? nullability)
    {
        if (!type.IsGenericType)
            return type.Name;
        var arguments = type.GetGenericArguments().Select((argument, i) => Of(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(i)));
        return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", arguments)}>";
    }
}
