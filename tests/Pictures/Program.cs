using Pictures.Charts;
using Pictures.Screens;
using TestSupport;

// dotnet run --project tests/Pictures                  all pictures of docs/images
// dotnet run --project tests/Pictures -- charts        only those made from bench/results
// dotnet run --project tests/Pictures -- screens       only those made from the running demo
string[] kinds = ["charts", "screens"];
if (args.Length > 1 || args.Except(kinds).Any())
{
    Console.Error.WriteLine($"usage: pictures [{string.Join('|', kinds)}]");
    return 2;
}

var images = Directory.CreateDirectory(Repository.PathOf("docs", "images")).FullName;
if (args is not ["screens"])
    await ChartFiles.WriteAsync(Repository.PathOf("bench", "results"), images);
if (args is not ["charts"])
    await Story.TakeAsync(images);
return 0;
