using System.Text.Json;
using System.Text.Json.Serialization;

namespace Booking.Service;

/// <summary>Writes an enum by its name in snake case (<c>custom_hours</c>). A number is refused: names stay when values move.</summary>
public sealed class EnumText<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
