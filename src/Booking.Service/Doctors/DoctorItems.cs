using System.Text;
using System.Text.Json;
using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Doctors;

/// <summary>One doctor of an answer: the item as it is stored, and what changes without the doctor's doing.</summary>
/// <param name="Stored">As <see cref="DoctorItems.Prepare"/> made it.</param>
/// <param name="Metres">Null when no place was asked about.</param>
readonly record struct DoctorRow(Guid Id, byte[] Stored, Instant? NextAvailable, decimal? Average, int Ratings, long? Metres);

/// <summary>
/// A page of a hundred doctors is read far more often than a doctor changes, so an item is written once, at the change, and copied into
/// each answer with its rating, next start and distance put behind.
/// </summary>
static class DoctorItems
{
    const decimal MetresOfKm = 1_000;

    static readonly string[] Changing = ["rating", "nextAvailable", "distanceKm"];
    static readonly JsonWriterOptions Unchecked = new() { SkipValidation = true };

    /// <summary>The JSON object of <see cref="DoctorItem"/> less rating, next start and distance.</summary>
    public static byte[] Prepare(DoctorState doctor)
    {
        var item = JsonSerializer.SerializeToNode(DoctorBody.Item(doctor), ContractsJson.Options)!.AsObject();
        Array.ForEach(Changing, name => item.Remove(name));
        return Encoding.UTF8.GetBytes(item.ToJsonString());
    }

    /// <summary>Writes a <see cref="Page{T}"/> of <see cref="DoctorItem"/>.</summary>
    public static ReadOnlyMemory<byte> Write(Page<DoctorRow> page)
    {
        var body = new System.Buffers.ArrayBufferWriter<byte>(1_024 + (1_024 * page.Items.Count));
        using var json = new Utf8JsonWriter(body, Unchecked);
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var doctor in page.Items)
        {
            Write(json, doctor);
        }

        json.WriteEndArray();
        json.WriteString("next", page.Next);
        json.WriteEndObject();
        json.Flush();
        return body.WrittenMemory;
    }

    static void Write(Utf8JsonWriter json, DoctorRow doctor)
    {
        json.WriteStartObject();
        json.WriteRawValue(doctor.Stored.AsSpan(1..^1), skipInputValidation: true);
        json.WriteStartObject("rating");
        Write(json, "average", doctor.Average);
        json.WriteNumber("count", doctor.Ratings);
        json.WriteEndObject();
        json.WritePropertyName("nextAvailable");
        JsonSerializer.Serialize(json, doctor.NextAvailable, ContractsJson.Options);
        Write(json, "distanceKm", doctor.Metres is { } metres ? decimal.Round(metres / MetresOfKm, 1) : null);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, decimal? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
