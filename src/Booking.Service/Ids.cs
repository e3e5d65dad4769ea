using System.Text.Json;
using System.Text.Json.Serialization;

namespace Booking.Service;

/// <summary>An id of one kind of thing. Two kinds never mix, though each is a uuid in JSON and in the database.</summary>
public interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    Guid Value { get; }
    static abstract TSelf From(Guid value);
}

public static class Ids
{
    extension<TId>(TId) where TId : struct, IId<TId>
    {
        // Version 7 grows with time, so new rows land at the end of their indexes.
        /// <summary>An id that nothing else has: <c>HoldId.New()</c>.</summary>
        public static TId New() => TId.From(Guid.CreateVersion7());
    }
}

[JsonConverter(typeof(IdConverter<AccountId>))]
public readonly record struct AccountId(Guid Value) : IId<AccountId>
{
    public static AccountId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdConverter<DoctorId>))]
public readonly record struct DoctorId(Guid Value) : IId<DoctorId>
{
    public static DoctorId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Equal to the id of the patient's account.</summary>
[JsonConverter(typeof(IdConverter<PatientId>))]
public readonly record struct PatientId(Guid Value) : IId<PatientId>
{
    public static PatientId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdConverter<HoldId>))]
public readonly record struct HoldId(Guid Value) : IId<HoldId>
{
    public static HoldId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdConverter<AppointmentId>))]
public readonly record struct AppointmentId(Guid Value) : IId<AppointmentId>
{
    public static AppointmentId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>One application of other time zone rules.</summary>
[JsonConverter(typeof(IdConverter<TimeZoneRunId>))]
public readonly record struct TimeZoneRunId(Guid Value) : IId<TimeZoneRunId>
{
    public static TimeZoneRunId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdConverter<PaymentId>))]
public readonly record struct PaymentId(Guid Value) : IId<PaymentId>
{
    public static PaymentId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Visits that were booked together, a week apart.</summary>
[JsonConverter(typeof(IdConverter<SeriesId>))]
public readonly record struct SeriesId(Guid Value) : IId<SeriesId>
{
    public static SeriesId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>A doctor's account with a payment provider; what it is made of stands at <c>GatewayAccountIds</c>.</summary>
[JsonConverter(typeof(IdConverter<GatewayAccountId>))]
public readonly record struct GatewayAccountId(Guid Value) : IId<GatewayAccountId>
{
    public static GatewayAccountId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>One patient's wish for a doctor's time, on the doctor's waitlist.</summary>
[JsonConverter(typeof(IdConverter<WaitlistEntryId>))]
public readonly record struct WaitlistEntryId(Guid Value) : IId<WaitlistEntryId>
{
    public static WaitlistEntryId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>One exception of a doctor's schedule.</summary>
[JsonConverter(typeof(IdConverter<ExceptionId>))]
public readonly record struct ExceptionId(Guid Value) : IId<ExceptionId>
{
    public static ExceptionId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Writes an id as a plain uuid string, also as the key of a dictionary.</summary>
public sealed class IdConverter<TId> : JsonConverter<TId> where TId : struct, IId<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TId.From(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);

    public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Guid.TryParseExact(reader.GetString(), "D", out var id) ? TId.From(id) : throw new JsonException("A key that is no uuid.");

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString()!);
}
