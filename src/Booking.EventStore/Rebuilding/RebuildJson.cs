using System.Text.Json.Serialization;

namespace Booking.EventStore.Rebuilding;

/// <summary>How the parity of a rebuild is kept in its row.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(List<ProjectionParity>))]
sealed partial class RebuildJson : JsonSerializerContext;
