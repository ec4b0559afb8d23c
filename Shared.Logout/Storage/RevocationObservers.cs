using Microsoft.Extensions.Logging;
using Shared.Logout.Diagnostics;

namespace Shared.Logout.Storage;

/// <summary>Those who want to hear of every revocation that this instance comes to know of.</summary>
internal sealed class RevocationObservers(ILogger<RevocationObservers> logger)
{
    private readonly Lock _changing = new();
    private volatile Action<Revocation>[] _observers = [];

    public IDisposable Add(Action<Revocation> observer)
    {
        lock (_changing)
            _observers = [.. _observers, observer];
        return new Registration(this, observer);
    }

    public void Notify(Revocation revocation)
    {
        foreach (var observer in _observers)
        {
            try
            {
                observer(revocation);
            }
#pragma warning disable CA1031 // The revocation is in force whether or not a listener can cope with it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                logger.ObserverFailed(exception);
            }
        }
    }

    private void Remove(Action<Revocation> observer)
    {
        lock (_changing)
        {
            var index = Array.IndexOf(_observers, observer);
            if (index >= 0)
                _observers = [.. _observers[..index], .. _observers[(index + 1)..]];
        }
    }

    private sealed class Registration(RevocationObservers owner, Action<Revocation> observer) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
                owner.Remove(observer);
        }
    }
}
