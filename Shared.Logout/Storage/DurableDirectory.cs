using System.Runtime.InteropServices;
using System.Text;

namespace Shared.Logout.Storage;

/// <summary>Makes a rename durable. Flushing a file does not flush the directory that names it; .NET has no call for that.</summary>
internal static class DurableDirectory
{
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
            return; // NTFS journals names
        var descriptor = Open(Encoding.UTF8.GetBytes(directory + '\0'), 0);
        if (descriptor < 0)
            throw new IOException($"{directory} cannot be opened to make a rename durable (error {Marshal.GetLastPInvokeError()}).");
        try
        {
            if (Synchronize(descriptor) != 0)
                throw new IOException($"{directory} cannot be flushed (error {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

#pragma warning disable SYSLIB1054, CA5392 // Three calls with blittable arguments, to the C library of the system itself.
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Synchronize(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
#pragma warning restore SYSLIB1054, CA5392
}
