namespace Shared.OpenIdConnect.Metadata;

/// <summary>The provider's metadata cannot be had, or cannot be used. Of the kind that Microsoft's handler throws then, so that an application can tell.</summary>
internal sealed class MetadataException(string message, Exception? inner = null) : InvalidOperationException(message, inner);
