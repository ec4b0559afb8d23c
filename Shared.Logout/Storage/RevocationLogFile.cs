using System.Text;
using Microsoft.Extensions.Logging;
using Shared.Logout.Diagnostics;

namespace Shared.Logout.Storage;

/// <summary>An append-only file of lines. What <see cref="Append"/> returned from is on the disk. Used by one thread at a time.</summary>
internal sealed class RevocationLogFile(string directory, ILogger logger) : IDisposable
{
    private readonly string _path = Path.Combine(directory, "revocations.log");
    private FileStream? _file;
    private long _length; // up to here the file is whole and durable
    private bool _nameIsDurable = true;

    public string FilePath => _path;

    public long Length => _length;

    public void Load(RevocationTable tokens, RevocationTable revocations)
    {
        _file = Open(FileMode.OpenOrCreate, bufferSize: 1 << 16);
        var header = Encoding.ASCII.GetBytes(RevocationLogLine.Header);
        if (_file.Length < header.Length)
        {
            // New, or the very first write was cut short.
            _file.SetLength(0);
            _nameIsDurable = false;
            Append(RevocationLogLine.Header);
            return;
        }

        Span<byte> start = stackalloc byte[header.Length];
        _file.ReadExactly(start);
        if (!start.SequenceEqual(header))
            throw new InvalidOperationException(
                $"{_path} does not begin as a revocation log of this version does, so its revocations cannot be read and signed-out sessions would live again. "
                + "Move the file away if that is acceptable, or set DataDirectory to another directory.");
        _length = header.Length;
        ReadLines(tokens, revocations);
        if (_file.Length > _length)
        {
            logger.LogFileTorn(_path, _file.Length - _length);
            _file.SetLength(_length);
            _file.Flush(flushToDisk: true);
        }

        _file.Position = _length;
    }

    public void Append(string lines)
    {
        try
        {
            var file = _file ??= Open(FileMode.Open, bufferSize: 0);
            // Wherever a failed write left it.
            if (file.Position != _length || file.Length != _length)
            {
                file.SetLength(_length);
                file.Position = _length;
            }

            file.Write(Encoding.ASCII.GetBytes(lines));
            file.Flush(flushToDisk: true);
            MakeNameDurable();
        }
        catch (IOException)
        {
            // A stream that failed may still hold what it could not write; the next append opens a new one.
            Close();
            throw;
        }

        _length += lines.Length;
    }

    /// <summary>Puts a file with this content in its place. A crash leaves the one or the other, whole.</summary>
    public void Replace(IEnumerable<string> blocks)
    {
        var fresh = _path + ".new";
        var (before, after) = (_length, 0L);
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
        {
            file.Write(Encoding.ASCII.GetBytes(RevocationLogLine.Header));
            foreach (var block in blocks)
                file.Write(Encoding.ASCII.GetBytes(block));
            file.Flush(flushToDisk: true);
            after = file.Length;
        }

        Close();
        File.Move(fresh, _path, overwrite: true);
        // Before anything else can fail: what is appended from here on belongs behind the new content.
        (_length, _nameIsDurable) = (after, false);
        MakeNameDurable();
        logger.LogFileCompacted(_path, before, _length);
    }

    public void Dispose() => Close();

    private FileStream Open(FileMode mode, int bufferSize) => new(_path, mode, FileAccess.ReadWrite, FileShare.Read, bufferSize);

    private void Close()
    {
        try
        {
            _file?.Dispose();
        }
        catch (IOException)
        {
            // It failed before; that is why it goes.
        }

        _file = null;
    }

    // Until it succeeds, a crash could bring the file of before back, without what was appended to the new one.
    private void MakeNameDurable()
    {
        if (!_nameIsDurable)
            DurableDirectory.Flush(directory);
        _nameIsDurable = true;
    }

    private void ReadLines(RevocationTable tokens, RevocationTable revocations)
    {
        var buffer = new byte[1 << 16];
        var line = new char[buffer.Length];
        var (offset, held) = (_length, 0); // of the first unread byte in the file; how many of them are in the buffer
        while (_file!.Read(buffer, held, buffer.Length - held) is > 0 and var read)
        {
            var unread = buffer.AsSpan(0, held + read);
            while (unread.IndexOf((byte)'\n') is >= 0 and var end)
            {
                var length = Encoding.Latin1.GetChars(unread[..end], line);
                if (!RevocationLogLine.TryRead(line.AsSpan(0, length), tokens, revocations))
                    logger.LogFileDamaged(_path, offset);
                offset += end + 1;
                _length = offset;
                unread = unread[(end + 1)..];
            }

            // No line is as long as the buffer. Such bytes are passed over, and dropped where no line follows.
            held = unread.Length == buffer.Length ? 0 : unread.Length;
            offset += unread.Length - held;
            unread[..held].CopyTo(buffer);
        }
    }
}
