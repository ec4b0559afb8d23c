using System.Diagnostics;
using System.Runtime.InteropServices;

/// <summary>
/// Runs inside each application that Demo starts (DOTNET_STARTUP_HOOKS; the runtime wants this name and no namespace). The application's
/// standard input is a pipe from Demo. It ends when Demo closes it, and also when Demo dies in whatever way, on every system; so nothing
/// outlives the demo, and the applications need no code for it.
/// </summary>
internal static partial class StartupHook
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static void Initialize()
        => new Thread(StopWithDemo) { IsBackground = true, Name = "Stops with Demo" }.Start();

    private static void StopWithDemo()
    {
        using var input = Console.OpenStandardInput();
        var ignored = new byte[64];
        while (input.Read(ignored) > 0)
        {
        }

        if (OperatingSystem.IsWindows())
            Environment.Exit(0);
        _ = Kill(Environment.ProcessId, SigTerm);   // the host's ordinary shutdown
        using var never = new ManualResetEvent(false);
        never.WaitOne(Grace);                       // a background thread: it ends with the process
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
