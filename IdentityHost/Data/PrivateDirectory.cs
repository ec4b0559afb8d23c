using IdentityHost.Configuration;

namespace IdentityHost.Data;

/// <summary>DataDirectory: nobody but this user reads it.</summary>
internal static class PrivateDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static string Create(IdentityHostOptions options, IHostEnvironment environment)
    {
        var path = Path.GetFullPath(Path.Combine(environment.ContentRootPath, options.DataDirectory));
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else if (!Directory.Exists(path))
                Directory.CreateDirectory(path, OwnerOnly);
            return path;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"DataDirectory '{path}' cannot be made: {ex.Message} Set DataDirectory to a directory that this process may write to.", ex);
        }
    }

    /// <summary>SQLite gives its log files the mode of the database file, so this one decides.</summary>
    public static void CreateFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            File.Open(path, options).Dispose();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"The database '{path}' cannot be written: {ex.Message} Set DataDirectory to a directory that this process may write to.", ex);
        }
    }
}
