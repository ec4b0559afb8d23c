namespace Demo.Stage;

/// <summary>What an entry of the time line is about.</summary>
internal enum EntryKind
{
    SignedIn,
    SessionEnded,
    Sent,
    Acknowledged,
    Retry,
    Dead,
    Recorded,
    Told,
    Clicked,
    Changed,
    Store,
    Started,
    Stopped,
    Hung,
    Resumed,
    Flushed,
}
