using System.Text.Json.Serialization;

namespace Booking.Contracts;

/// <summary>The terms of booking that are in force.</summary>
/// <param name="Version">1 to 50 characters; compared as it stands.</param>
/// <param name="Url">Where they can be read; left out when the clinic has not said.</param>
public sealed record TermsAnswer(string Version, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Url = null);
