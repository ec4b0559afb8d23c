using System.Globalization;

using Microsoft.AspNetCore.WebUtilities;

namespace IdentityHost.Accounts.Admin;

/// <summary>The links to the pages before and after; they keep the filter.</summary>
internal sealed record Pager(HttpRequest Request, int Number, bool More)
{
    public string? Previous => Number > 1 ? Address(Number - 1) : null;

    public string? Next => More ? Address(Number + 1) : null;

    private string Address(int number)
    {
        var query = Request.Query.Where(pair => pair.Key != "p").ToDictionary(pair => pair.Key, pair => (string?)pair.Value.ToString());
        query["p"] = number.ToString(CultureInfo.InvariantCulture);
        return QueryHelpers.AddQueryString(Request.Path, query);
    }
}
