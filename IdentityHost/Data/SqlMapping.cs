using Dapper;

namespace IdentityHost.Data;

/// <summary>How Dapper reads our columns: <c>ended_at</c> is <c>EndedAt</c>, and Unix milliseconds are points in time.</summary>
internal static class SqlMapping
{
    private static readonly Lock _gate = new();
    private static bool _done;

    public static void Register()
    {
        lock (_gate)
        {
            if (_done)
                return;
            DefaultTypeMap.MatchNamesWithUnderscores = true;
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
            SqlMapper.AddTypeHandler(new UnixMillisecondsHandler());
            _done = true;
        }
    }
}
