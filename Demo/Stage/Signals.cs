using System.Runtime.InteropServices;

namespace Demo.Stage;

/// <summary>Makes a process stand still and go on, as an overloaded or swapped-out machine would. Windows has no such signals.</summary>
internal static partial class Signals
{
    // The numbers differ between Linux and the BSD family.
    private static readonly int Stop = OperatingSystem.IsLinux() ? 19 : 17;
    private static readonly int Continue = OperatingSystem.IsLinux() ? 18 : 19;

    public static bool AreAvailable => !OperatingSystem.IsWindows();

    public static bool StopProcess(int process) => AreAvailable && Kill(process, Stop) == 0;

    public static bool ContinueProcess(int process) => AreAvailable && Kill(process, Continue) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
