using System.Net;

namespace Federation.Tests.FullServerLogout;

/// <summary>Many requests at once, and what became of them.</summary>
internal static class Burst
{
    /// <summary>Sends all of them before it waits for any; the tokens take turns.</summary>
    public static async Task<Dictionary<HttpStatusCode, int>> SendAsync(RecordsClient api, int requests, params string[] tokens)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, requests).Select(i => api.StatusAsync(tokens[i % tokens.Length], RecordsClient.Path + "?take=1")));
        return answers.CountBy(status => status).ToDictionary();
    }

    /// <summary>Goes on asking, a few at a time, until told to stop.</summary>
    public static async Task<Dictionary<HttpStatusCode, int>> MeanwhileAsync(RecordsClient api, CancellationToken until, params string[] tokens)
    {
        var answers = await Task.WhenAll(tokens.Select(async token =>
        {
            var seen = new List<HttpStatusCode>();
            do
                seen.Add(await api.StatusAsync(token, RecordsClient.Path + "?take=1"));
            while (!until.IsCancellationRequested);
            return seen;
        }));
        return answers.SelectMany(seen => seen).CountBy(status => status).ToDictionary();
    }
}
