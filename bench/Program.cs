using Bench.Harness;

// dotnet run -c Release --project bench -- <suite> [--json FILE]
// dotnet run -c Release --project bench -- report     writes the figures of bench/results into docs/performance.md
// A suite that needs another process starts this program again, with "app" and the application's name.
var words = args.ToList();
if (words is ["app", var app, .. var rest])
    return await Registry.All<IBenchApp>().Single(it => it.Name == app).RunAsync([.. rest]);
if (words is ["report"])
    return await PerformancePage.WriteAsync();

string? file = null;
if (words.IndexOf("--json") is >= 0 and var flag && flag + 1 < words.Count)
{
    file = words[flag + 1];
    words.RemoveRange(flag, 2);
}

var suites = Registry.All<IBenchSuite>().OrderBy(suite => suite.Name, StringComparer.Ordinal).ToList();
if (words is not [var name] || suites.SingleOrDefault(suite => suite.Name == name) is not { } chosen)
{
    Console.Error.WriteLine("usage: bench <suite> [--json FILE]\n");
    foreach (var suite in suites)
        Console.Error.WriteLine($"  {suite.Name,-12} {suite.About}");
    Console.Error.WriteLine($"\nusage: bench report\n\n  writes the figures of bench/results into docs/performance.md");
    return 2;
}

#if DEBUG
Console.Error.WriteLine("This is a Debug build; its figures mean nothing. Use -c Release.");
#endif
var report = new Report(chosen);
await chosen.RunAsync(report);
report.Print(Console.Out);
if (file is not null)
    await report.WriteJsonAsync(file);
return 0;
