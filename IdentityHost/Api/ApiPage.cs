using System.Globalization;

using Microsoft.AspNetCore.WebUtilities;

namespace IdentityHost.Api;

/// <summary>One page of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">The address of the next page; null on the last one.</param>
internal sealed record ApiPage<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>Of one row more than <paramref name="take"/>: the page, and the next one's address where there is one.</summary>
    public static ApiPage<T> Of(HttpRequest request, IReadOnlyList<T> rows, int skip, int take)
    {
        if (rows.Count <= take)
            return new ApiPage<T>(rows, null);
        var query = request.Query.Where(pair => pair.Key is not ("skip" or "take")).ToDictionary(pair => pair.Key, pair => (string?)pair.Value.ToString());
        query["skip"] = (skip + take).ToString(CultureInfo.InvariantCulture);
        query["take"] = take.ToString(CultureInfo.InvariantCulture);
        return new ApiPage<T>([.. rows.Take(take)], QueryHelpers.AddQueryString(request.Path, query));
    }
}
