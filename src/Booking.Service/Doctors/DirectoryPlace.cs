using System.Globalization;

namespace Booking.Service.Doctors;

/// <summary>A place in an order of doctors, as a cursor keeps it: the last doctor that was told, by the order's key and id.</summary>
/// <param name="Sort">The order that it is a place of.</param>
/// <param name="Key">A name, or a number: currency and minor units, seconds of the next start, metres, hundredths of an average. Empty for a doctor without one.</param>
/// <param name="Id">Null at the beginning.</param>
sealed record DirectoryPlace(DoctorSort Sort, string Key, Guid? Id)
{
    /// <summary>No instant of the calendar is later; what is past it was made up.</summary>
    static readonly long LastSecond = NodaTime.Instant.FromUtc(9999, 1, 1, 0, 0).ToUnixTimeSeconds();

    const int CurrencyLength = 3;

    public string Text => Key;
    public bool HasNumber => Key.Length > 0;
    public long Number => long.Parse(Sort == DoctorSort.Fee ? Key[CurrencyLength..] : Key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>Of a place in the order by fee.</summary>
    public string Currency => Key[..CurrencyLength];

    public string[] Parts => [Sort.ToString(), Key, Id.ToString()!];

    public static DirectoryPlace Beginning(DoctorSort sort) => new(sort, "", null);

    /// <summary>The key that an order goes by, of one doctor.</summary>
    public static DirectoryPlace Of(DoctorSort sort, DirectoryRow row) => new(sort, sort switch
    {
        DoctorSort.Name => row.FullName,
        DoctorSort.Fee => row.Currency + Written(row.Fee),
        DoctorSort.NextAvailable => Written(row.Doctor.NextAvailable?.ToUnixTimeSeconds()),
        DoctorSort.Distance => Written(row.Doctor.Metres),
        _ => Written((long?)(row.Doctor.Average * 100)),
    }, row.Doctor.Id);

    /// <returns>Null for what is no place of this order.</returns>
    public static DirectoryPlace? Parse(DoctorSort sort, string[] parts) =>
        parts is [var order, var key, var id] && order == sort.ToString() && Guid.TryParse(id, out var doctor) && IsKey(sort, key) ? new(sort, key, doctor) : null;

    static bool IsKey(DoctorSort sort, string key) => sort switch
    {
        DoctorSort.Name => key.Length > 0,
        DoctorSort.NextAvailable or DoctorSort.Rating when key.Length == 0 => true,
        DoctorSort.Fee => key.Length > CurrencyLength && key.AsSpan(0, CurrencyLength).IndexOfAnyExceptInRange('A', 'Z') < 0 && IsNumber(key.AsSpan(CurrencyLength)),
        _ => IsNumber(key),
    };

    static bool IsNumber(ReadOnlySpan<char> key) => long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= 0 && number <= LastSecond;

    static string Written(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
