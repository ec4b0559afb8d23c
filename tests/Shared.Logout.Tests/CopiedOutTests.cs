using System.Diagnostics;
using TestSupport;

namespace Shared.Logout.Tests;

/// <summary>Shared.Logout is a folder that people copy into their own solution.</summary>
public sealed class CopiedOutTests
{
    [Fact]
    public async Task Shared_Logout_builds_alone_and_its_tests_pass_there()
    {
        using var elsewhere = new TempDirectory();
        Copy(Repository.PathOf("Shared.Logout"), elsewhere.Of("Shared.Logout"));

        // The claim rules, the public API and the samples are what somebody would check first; the whole suite runs in its own project.
        var (code, output) = await RunAsync(elsewhere.Path, "test", "Shared.Logout/UnitTests", "--filter", "FullyQualifiedName~Door.ClaimTests|FullyQualifiedName~UnitTests.Api|FullyQualifiedName~UnitTests.Samples", "--nologo");

        Assert.True(code == 0, output);
        Assert.Matches(@"Passed:\s+[1-9]", output);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in SourceFiles.All("*", Path.GetRelativePath(Repository.Root, from)))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A nested build must not join the build servers of the one that runs this test, nor inherit its settings.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output + await errors);
    }
}
