using System.Runtime.InteropServices;

namespace Demo.Terminal;

/// <summary>
/// Ctrl-C until the process has ended. The host hears it only while it runs, and a key that is pressed again, or held down, would kill the demo
/// while it is busy ending.
/// </summary>
internal static class CtrlC
{
    private static PosixSignalRegistration? _registration;      // never disposed: that would be the end of it

    public static void Stops(IHostApplicationLifetime lifetime) => _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
    {
        signal.Cancel = true;
        lifetime.StopApplication();
    });
}
