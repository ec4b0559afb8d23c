using System.Text.Json;
using System.Text.Json.Serialization;

using IdentityHost.Delivery;

namespace IdentityHost.Api;

/// <summary><c>pending</c>, <c>delivered</c>, <c>dead</c>: the words of the table and of the filter.</summary>
internal sealed class LowerCaseStateConverter() : JsonStringEnumConverter<DeliveryState>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
