namespace IdentityHost.Data;

/// <summary>The host cannot start; the message says what to change.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
