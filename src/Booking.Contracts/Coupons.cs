using System.Text.Json.Serialization;

namespace Booking.Contracts;

[JsonConverter(typeof(WireEnum<DiscountType>))]
public enum DiscountType
{
    [JsonStringEnumMemberName("percent")] Percent,
    [JsonStringEnumMemberName("fixed")] Fixed,
}

/// <param name="Value">1 to 100 of a percentage; 1 to 1,000,000,000 minor units of a fixed one.</param>
public sealed record CouponDiscount(DiscountType Type, long Value);

/// <summary>A code to give out.</summary>
/// <param name="Code">3 to 40 of <c>A-Z 0-9 _ -</c>; small letters mean the same.</param>
/// <param name="MaxUses">How many visits may have it, 1 to 1,000,000; null means any number.</param>
/// <param name="MaxUsesPerPatient">How many of each patient, 1 to 1,000; null means any number.</param>
/// <param name="ValidFrom">Half-open with <paramref name="ValidTo"/>, judged when a visit is requested; null means from ever, or for ever.</param>
/// <param name="Types">Null means any.</param>
/// <param name="Currency">Of a fixed value for all doctors, and needed there; a doctor's coupon is in the doctor's own.</param>
public sealed record CouponRequest(
    string Code,
    CouponDiscount Discount,
    int? MaxUses = null,
    int? MaxUsesPerPatient = null,
    Instant? ValidFrom = null,
    Instant? ValidTo = null,
    IReadOnlyList<AppointmentType>? Types = null,
    string? Currency = null);

/// <param name="DoctorId">Null when it is good with every doctor.</param>
/// <param name="Currency">Of a fixed value.</param>
/// <param name="Uses">How many visits have it now; one that ended with nothing left paid has given it back.</param>
/// <param name="Active">False once it was deleted: nobody gets it any more.</param>
public sealed record CouponAnswer(
    string Code,
    Guid? DoctorId,
    CouponDiscount Discount,
    string? Currency,
    int? MaxUses,
    int? MaxUsesPerPatient,
    Instant? ValidFrom,
    Instant? ValidTo,
    IReadOnlyList<AppointmentType>? Types,
    long Uses,
    bool Active);

/// <summary>Asks what a code would take off, without using it.</summary>
public sealed record CouponCheckRequest(Guid DoctorId, string Code, AppointmentType Type);

/// <param name="Due"><paramref name="Price"/> less <paramref name="Discount"/>.</param>
public sealed record CouponCheckAnswer(Money Price, Money Discount, Money Due);
