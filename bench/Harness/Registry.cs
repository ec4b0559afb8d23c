namespace Bench.Harness;

/// <summary>Finds every suite and application of this program.</summary>
internal static class Registry
{
    public static IEnumerable<T> All<T>()
        => typeof(Registry).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(T)))
            .Select(type => (T)Activator.CreateInstance(type)!);
}
